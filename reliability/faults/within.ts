import { setTimeout as sleep } from "node:timers/promises";

const ASK_EVERY_MS = 250;

/** Asks until the answer is yes. @returns after how many seconds, or undefined if it was not within so many */
export async function secondsUntil(
  condition: () => Promise<boolean>,
  longest: number,
): Promise<number | undefined> {
  const begun = performance.now();
  for (;;) {
    const met = await condition().catch(() => false);
    const seconds = (performance.now() - begun) / 1000;
    if (met) return seconds;
    if (seconds > longest) return undefined;
    await sleep(ASK_EVERY_MS);
  }
}

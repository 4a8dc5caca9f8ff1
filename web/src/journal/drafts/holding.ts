/**
 * Which drafts are open in an editor, in this tab or another: nobody else sends those.
 * Browsers offer locks over tabs only to safe origins; elsewhere only this tab is known.
 */
const here = new Set<string>();

/** @returns lets go of it */
export function hold(key: string): () => void {
  here.add(key);
  const over = Promise.withResolvers<void>();
  navigator.locks?.request(nameOf(key), () => over.promise).catch(() => {});
  return () => {
    here.delete(key);
    over.resolve();
  };
}

/** Runs the action unless the draft is open somewhere. */
export async function ifFree(key: string, action: () => Promise<void>): Promise<void> {
  if (here.has(key)) return;
  if (!navigator.locks) return action();
  await navigator.locks.request(nameOf(key), { ifAvailable: true }, async (lock) => {
    if (lock) await action();
  });
}

const nameOf = (key: string) => `cosmic:draft:${key}`;

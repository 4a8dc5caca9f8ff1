import type { WriteStream } from "node:tty";

const REDRAW_MS = 100;
const LINE_EVERY_MS = 5_000;
const BAR_WIDTH = 24;
/** Before that, how long it still takes is a guess. */
const FORECAST_AFTER_MS = 2_000;

/** How far a piece of work is: a bar that is drawn anew on a terminal, elsewhere a line every few seconds. */
export class Progress implements Disposable {
  readonly #title: string;
  readonly #stream: WriteStream;
  readonly #begun = performance.now();
  #lastShown: number;
  #drawn = false;

  constructor(title: string, stream: WriteStream) {
    this.#title = title;
    this.#stream = stream;
    this.#lastShown = stream.isTTY ? Number.NEGATIVE_INFINITY : this.#begun;
  }

  /** @param total 0 while it is not known */
  update(done: number, total: number, message = ""): void {
    const now = performance.now();
    if (now - this.#lastShown < (this.#stream.isTTY ? REDRAW_MS : LINE_EVERY_MS)) return;
    this.#lastShown = now;
    const parts = [this.#title, ...this.#amount(done, total, now - this.#begun), message];
    const line = parts.filter((part) => part !== "").join("  ");
    if (!this.#stream.isTTY) {
      this.#stream.write(`${line}\n`);
      return;
    }
    this.#clear();
    this.#stream.write(line.slice(0, this.#stream.columns - 1));
    this.#drawn = true;
  }

  [Symbol.dispose](): void {
    this.#clear();
  }

  #amount(done: number, total: number, elapsedMs: number): string[] {
    if (total === 0) return [];
    const share = Math.min(1, done / total);
    const count = `${done.toLocaleString("en")} of ${total.toLocaleString("en")} (${Math.floor(share * 100)} %)`;
    const left =
      share > 0 && elapsedMs > FORECAST_AFTER_MS ? duration((elapsedMs * (1 - share)) / share) : "";
    return [...(this.#stream.isTTY ? [bar(share)] : []), count, left && `${left} left`];
  }

  #clear(): void {
    if (!this.#drawn) return;
    this.#stream.cursorTo(0);
    this.#stream.clearLine(0);
    this.#drawn = false;
  }
}

function bar(share: number): string {
  const full = Math.round(share * BAR_WIDTH);
  return `${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)}`;
}

/** @returns such as `45 s`, `12 min`, `3.5 h` */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${(seconds / 3600).toFixed(1)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

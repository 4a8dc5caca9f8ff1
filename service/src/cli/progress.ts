import type { WriteStream } from "node:tty";

const WIDTH = 30;
const ERASE_LINE = "\r\u001b[2K";
const DRAW_EVERY_MS = 100;
/** Between two lines where nobody sees a line change. */
const TELL_EVERY_MS = 5_000;

/** How far long work is: a bar on a terminal, a line now and then elsewhere. Short work shows nothing. */
export class Progress implements Disposable {
  readonly #title: string;
  readonly #stream: Pick<WriteStream, "write" | "isTTY">;
  #shownAt = performance.now();
  #drawn = false;

  constructor(title: string, stream: Pick<WriteStream, "write" | "isTTY">) {
    this.#title = title;
    this.#stream = stream;
  }

  /** @param total 0 where it is not known */
  update(done: number, total: number, message = ""): void {
    const now = performance.now();
    if (now - this.#shownAt < (this.#stream.isTTY ? DRAW_EVERY_MS : TELL_EVERY_MS)) return;
    this.#shownAt = now;
    const text = [this.#title, ...(total > 0 ? [bar(done, total), `${done}/${total}`] : []), message]
      .join(" ")
      .trimEnd();
    this.#stream.write(this.#stream.isTTY ? ERASE_LINE + text : `${text}\n`);
    this.#drawn = this.#stream.isTTY === true;
  }

  [Symbol.dispose](): void {
    if (this.#drawn) this.#stream.write(ERASE_LINE);
    this.#drawn = false;
  }
}

function bar(done: number, total: number): string {
  const filled = Math.round(Math.min(1, done / total) * WIDTH);
  return "█".repeat(filled) + "░".repeat(WIDTH - filled);
}

import { toCosmicError } from "./faults.ts";
import { indexPath } from "./index-files.ts";

/** The indexes that a thread has open, by file. One that fails is opened anew by the next call. */
export class OpenIndexes<T extends { close(): void }> {
  readonly #folder: string;
  readonly #open: (path: string) => T;
  readonly #opened = new Map<string, T>();

  constructor(folder: string, open: (path: string) => T) {
    this.#folder = folder;
    this.#open = open;
  }

  use<R>(indexId: string, act: (index: T) => R): R {
    return this.useFile(indexPath(this.#folder, indexId), `The search index "${indexId}"`, act);
  }

  useFile<R>(path: string, what: string, act: (index: T) => R): R {
    try {
      const index = this.#opened.get(path) ?? this.#open(path);
      this.#opened.set(path, index);
      return act(index);
    } catch (fault) {
      const error = toCosmicError(fault, what);
      if (error.code === "index_unavailable") this.#closeFile(path);
      throw error;
    }
  }

  add(indexId: string, index: T): void {
    this.forget(indexId);
    this.#opened.set(indexPath(this.#folder, indexId), index);
  }

  forget(indexId: string): void {
    this.#closeFile(indexPath(this.#folder, indexId));
  }

  close(): void {
    for (const path of [...this.#opened.keys()]) this.#closeFile(path);
  }

  #closeFile(path: string): void {
    const index = this.#opened.get(path);
    this.#opened.delete(path);
    index?.close();
  }
}

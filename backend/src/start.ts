import { type BackendOptions, createBackend } from "./backend.ts";
import { waitForStore } from "./wait-for-store.ts";

export interface StartOptions extends BackendOptions {
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** Name of the variable that the port was set by. */
  setting?: string;
  /** Ends the waiting for a store that does not answer yet. */
  signal?: AbortSignal;
}

export interface RunningBackend extends AsyncDisposable {
  /** Such as `http://127.0.0.1:5000`. */
  address: string;
}

/**
 * Prepares the store, waits for it if it is away, and listens. Disposing it stops it cleanly; the store is its owner's to
 * close.
 *
 * @throws CosmicError `invalid_configuration` if the port cannot be had; the signal's reason when it aborts
 */
export async function startBackend(options: StartOptions): Promise<RunningBackend> {
  await waitForStore(options);
  await using opened = new AsyncDisposableStack();
  const backend = opened.use(createBackend(options));
  const address = await backend.listen(options);
  const kept = opened.move();
  return { address, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

import { sampleEntries } from "../../sample/sample-entries.ts";
import { CosmicError } from "../../service/src/errors.ts";
import { createLog } from "../../service/src/log.ts";
import { pause } from "../../service/src/pause.ts";
import { readConfig } from "./config.ts";
import { openStore } from "./open-store.ts";
import { startBackend } from "./start.ts";

/** Runs the backend as a process of its own, until it is told to stop. */
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
const { signal } = stopping;

try {
  const config = readConfig(process.env);
  const log = createLog(config.log);
  await using opened = new AsyncDisposableStack();
  const waiting = { report: (message: string) => log.warn(message), signal };
  const store = opened.adopt(await openStore(config.store, waiting), (it) => it.close());
  const backend = opened.use(await startBackend({ ...config, store, sampleEntries, log, signal }));
  console.log(`Cosmic Insights is ready at ${backend.address}`);
  while (!signal.aborted) await pause(2 ** 31 - 1, signal);
} catch (error) {
  if (!signal.aborted) {
    console.error(error instanceof CosmicError ? error.message : error);
    process.exitCode = 1;
  }
}

import { createLog } from "../log.ts";
import { serve } from "../serve.ts";
import { loadConfig } from "./configuration.ts";
import { aborted } from "./interruption.ts";
import { reportDownload } from "./report-download.ts";
import type { Terminal } from "./terminal.ts";

/** Runs the service until it is told to stop. */
export async function start(terminal: Terminal): Promise<void> {
  const config = loadConfig();
  const log = createLog(terminal.verbose ? { ...config.log, level: "debug" } : config.log);
  using download = reportDownload(terminal);
  const service = await serve(config, { command: "start", log, onDownload: download.onDownload });
  const { address } = service;
  terminal.answer({ address, data_folder: config.dataFolder }, () => [
    `Cosmic Insights is ready at ${address} (try ${address}/docs/)`,
  ]);
  await aborted(terminal.signal);
  terminal.note("Stopping. What is in work is finished, or kept for the next start.");
  await service[Symbol.asyncDispose]();
}

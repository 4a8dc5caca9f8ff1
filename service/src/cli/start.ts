import { createLog } from "../log.ts";
import { serve } from "../serve.ts";
import { loadConfig } from "./configuration.ts";
import { aborted } from "./interruption.ts";
import { reportDownload } from "./report-download.ts";
import type { Terminal } from "./terminal.ts";

const STOPPING =
  "Stopping… What is in work is finished, or kept for the next start. Once more ends it at once.";

/** Runs the service until it is told to stop. */
export async function start(terminal: Terminal, { roles }: { roles?: string }): Promise<void> {
  const config = loadConfig(roles === undefined ? {} : { ROLES: roles });
  const log = createLog(terminal.verbose ? { ...config.log, level: "debug" } : config.log);
  terminal.signal.addEventListener("abort", () => terminal.note(STOPPING), { once: true });
  using download = reportDownload(terminal);
  await using service = await serve(config, {
    command: "start",
    log,
    onDownload: download.onDownload,
    signal: terminal.signal,
  });
  const { address, monitor, app } = service;
  if (!terminal.signal.aborted) {
    const ready = {
      ...{ address, app: app ?? null, monitor: monitor ?? null },
      ...{ data_folder: config.dataFolder, pid: process.pid },
    };
    terminal.answer(ready, () => [
      `Cosmic Insights is ready. Open ${app ?? `${address}/docs/`}`,
      ...(app ? [`API      ${address} (try ${address}/docs/)`] : []),
      ...(config.roles.has("api") ? [`Admin    ${address}/admin/`] : []),
      ...(monitor ? [`Jobs     ${monitor}/`] : []),
    ]);
  }
  await aborted(terminal.signal);
}

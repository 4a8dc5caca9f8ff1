import type { Config } from "../config.ts";
import { buildApp } from "../http/app.ts";
import { createLog } from "../log.ts";
import { openContext } from "../open-context.ts";
import { runJobs } from "../run-jobs.ts";
import { reportDownload } from "./report-download.ts";
import type { Transport } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** Opens all that the service needs in this process and asks it without a network. */
export async function openOwnTransport(
  config: Config,
  terminal: Terminal,
  command: string,
): Promise<Transport> {
  await using opened = new AsyncDisposableStack();
  const download = opened.use(reportDownload(terminal));
  const log = createLog({ ...config.log, level: logLevel(config, terminal) });
  const context = opened.use(await openContext(config, { command, log, onDownload: download.onDownload }));
  const app = opened.adopt(await buildApp(context), (it) => it.close());
  terminal.signal.throwIfAborted();
  const kept = opened.move();
  return {
    server: undefined,
    async send({ method, path, body }) {
      terminal.signal.throwIfAborted();
      const { statusCode, payload } = await app.inject({
        method,
        url: path,
        ...payloadOf(body),
      });
      return { status: statusCode, body: payload };
    },
    async open(path) {
      terminal.signal.throwIfAborted();
      const answer = await app.inject({ method: "GET", url: path, payloadAsStream: true });
      return { status: answer.statusCode, body: answer.stream() };
    },
    runJobs: () => runJobs(context),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function payloadOf(body: unknown) {
  if (body === undefined) return {};
  if (body instanceof FormData) return { payload: body };
  return { payload: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

/** A command tells of its own work; only what goes wrong behind it belongs on the terminal too. */
function logLevel({ log }: Config, { verbose }: Terminal): string {
  if (verbose) return "debug";
  return log.level === "info" ? "warn" : log.level;
}

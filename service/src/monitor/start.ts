import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { listen } from "../http/listen.ts";
import { buildMonitor } from "./app.ts";

export interface RunningMonitor extends AsyncDisposable {
  /** Such as `http://127.0.0.1:5555`; absent when the port could not be had and other roles go on without it. */
  address: string | undefined;
}

/** @throws CosmicError `invalid_configuration` if the port cannot be had and this process does nothing else */
export async function startMonitor(context: Context): Promise<RunningMonitor> {
  const { config, log } = context;
  const app = await buildMonitor(context);
  try {
    const address = await listen(app, { host: config.http.host, port: config.monitor.port }, "MONITOR_PORT");
    return { address, [Symbol.asyncDispose]: () => app.close() };
  } catch (fault) {
    await app.close();
    if (config.roles.size === 1 || !(fault instanceof CosmicError)) throw fault;
    log.warn(`The job monitor is not there: ${fault.message}`);
    return { address: undefined, [Symbol.asyncDispose]: async () => {} };
  }
}

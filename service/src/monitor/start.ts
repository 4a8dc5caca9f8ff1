import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { buildMonitor } from "./app.ts";

export interface RunningMonitor extends AsyncDisposable {
  /** Such as `http://127.0.0.1:5555`; absent when the port could not be had and other roles go on without it. */
  address: string | undefined;
}

/** @throws CosmicError `invalid_configuration` if the port cannot be had and this process does nothing else */
export async function startMonitor(context: Context): Promise<RunningMonitor> {
  const { config, log } = context;
  const { port } = config.monitor;
  const { host } = config.http;
  const app = await buildMonitor(context);
  try {
    const address = await app.listen({ host, port });
    return { address, [Symbol.asyncDispose]: () => app.close() };
  } catch (cause) {
    await app.close();
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw cause;
    const why = code === "EADDRINUSE" ? "is in use by another program" : "may not be used";
    const message = `Port ${port} on ${host} ${why}. Set MONITOR_PORT to another one.`;
    if (config.roles.size === 1) throw new CosmicError("invalid_configuration", message, { cause });
    log.warn(`The job monitor is not there: ${message}`);
    return { address: undefined, [Symbol.asyncDispose]: async () => {} };
  }
}

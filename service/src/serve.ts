import type { Config } from "./config.ts";
import { CosmicError } from "./errors.ts";
import { buildApp } from "./http/app.ts";
import { startMonitor } from "./monitor/start.ts";
import { type OpenOptions, openContext } from "./open-context.ts";
import { startProcessRegistration } from "./processes/register.ts";
import { runJobs } from "./run-jobs.ts";
import { runScheduler } from "./run-scheduler.ts";

export interface RunningService extends AsyncDisposable {
  /** Such as `http://127.0.0.1:8000`. */
  address: string;
}

/** Starts the service with the roles of its configuration in this process. Disposing it stops it cleanly. */
export async function serve(config: Config, options: OpenOptions): Promise<RunningService> {
  await using opened = new AsyncDisposableStack();
  const context = opened.use(await openContext(config, options));
  const app = opened.adopt(await buildApp(context), (it) => it.close());
  const address = await listen(app, config.http);
  context.lock?.announce(address);
  opened.use(startProcessRegistration(context));
  if (config.roles.has("worker")) await runJobs(context);
  if (config.roles.has("scheduler")) opened.use(runScheduler(context));
  if (config.roles.has("monitor")) opened.use(await startMonitor(context));
  const kept = opened.move();
  return { address, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

async function listen(
  app: Awaited<ReturnType<typeof buildApp>>,
  { host, port }: Config["http"],
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw cause;
    const why = code === "EADDRINUSE" ? "is in use by another program" : "may not be used";
    throw new CosmicError(
      "invalid_configuration",
      `Port ${port} on ${host} ${why}. Set PORT to another one.`,
      { cause },
    );
  }
}

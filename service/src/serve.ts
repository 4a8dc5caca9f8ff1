import type { Config } from "./config.ts";
import { buildApp } from "./http/app.ts";
import { listen } from "./http/listen.ts";
import { startMonitor } from "./monitor/start.ts";
import { type OpenOptions, openContext } from "./open-context.ts";
import { startProcessRegistration } from "./processes/register.ts";
import { runJobs } from "./run-jobs.ts";
import { runScheduler } from "./run-scheduler.ts";
import { startApp } from "./start-app.ts";

export interface RunningService extends AsyncDisposable {
  /** Such as `http://127.0.0.1:8000`. */
  address: string;
  /** Where the job monitor answers, if it does so in this process. */
  monitor: string | undefined;
  /** Where the web app answers, if it does so in this process. */
  app: string | undefined;
}

/** Starts the service with the roles of its configuration in this process. Disposing it stops it cleanly. */
export async function serve(config: Config, options: OpenOptions): Promise<RunningService> {
  await using opened = new AsyncDisposableStack();
  const context = opened.use(await openContext(config, options));
  const api = opened.adopt(await buildApp(context), (it) => it.close());
  const address = await listen(api, config.http, "PORT");
  context.lock?.announce(address, context.access.ownKeys.commandLine);
  opened.use(startProcessRegistration(context));
  if (config.roles.has("worker")) await runJobs(context);
  if (config.roles.has("scheduler")) opened.use(runScheduler(context));
  const monitor = config.roles.has("monitor") ? opened.use(await startMonitor(context)) : undefined;
  const app = config.roles.has("app") ? opened.use(await startApp(context, address)) : undefined;
  const kept = opened.move();
  return {
    address,
    monitor: monitor?.address,
    app: app?.address,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

import type { Context } from "./context.ts";
import { CosmicError } from "./errors.ts";

export interface RunningApp extends AsyncDisposable {
  /** Such as `http://127.0.0.1:5000`; absent when the port could not be had and the service goes on without it. */
  address: string | undefined;
}

/**
 * Runs the companion backend and its web app in this process, on the journal that the service reads.
 *
 * @param serviceUrl where the API of this process answers
 * @throws CosmicError `invalid_configuration` if the port cannot be had and this process does nothing else
 */
export async function startApp(context: Context, serviceUrl: string): Promise<RunningApp> {
  const { config, log, access } = context;
  await using opened = new AsyncDisposableStack();
  // Express and all that comes with it is loaded by those who run it.
  const [{ startBackend }, { sampleEntries }] = await Promise.all([
    import("../../backend/src/start.ts"),
    import("../../sample/sample-entries.ts"),
  ]);
  const store = opened.adopt(await openStore(context), (it) => it.close());
  try {
    const { host } = config.http;
    const serviceKey = access.ownKeys.backend;
    const backend = opened.use(
      await startBackend({ ...config.app, host, store, serviceUrl, serviceKey, sampleEntries, log }),
    );
    const kept = opened.move();
    return { address: backend.address, [Symbol.asyncDispose]: () => kept.disposeAsync() };
  } catch (fault) {
    if (config.roles.size === 1 || !(fault instanceof CosmicError)) throw fault;
    log.warn(`The web app is not there: ${fault.message.replace("Set PORT", "Set APP_PORT")}`);
    return { address: undefined, [Symbol.asyncDispose]: async () => {} };
  }
}

async function openStore({ config, database, encryption }: Context) {
  switch (config.journal.kind) {
    case "database": {
      const { createDatabaseStore } = await import("../../backend/src/stores/database/create.ts");
      return createDatabaseStore(database.orm, encryption);
    }
    case "mongodb": {
      const { createMongoStore } = await import("../../backend/src/stores/mongodb/create.ts");
      return createMongoStore(config.journal);
    }
  }
}

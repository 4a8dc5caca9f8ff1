import { join } from "node:path";
import { createLog } from "../../service/src/log.ts";
import { openOwnPglite } from "../../service/tests/servers/pglite.ts";
import type { BackendOptions } from "../src/backend.ts";
import { startBackend } from "../src/start.ts";
import { createDatabaseStore } from "../src/stores/database/create.ts";
import type { Store } from "../src/stores/store.ts";
import { type StandInService, startStandInService } from "./stand-in-service.ts";

export interface TestBackend extends AsyncDisposable {
  address: string;
  store: Store;
  service: StandInService;
  /** Another backend over the same store and service, as in a second process. */
  another(options?: Partial<BackendOptions>): Promise<{ address: string } & AsyncDisposable>;
}

/** Far more than a test needs; the limits have a test of their own. */
export const MANY = { signUps: 10_000, signIns: 10_000, wrongPasswords: 10_000 };

const sample = { title: "A sample", text: "Walked down to the river.", mood: null, tags: ["river"] };
const SAMPLES = ["one", "two"].map((id) => ({ ...sample, id, entryDate: new Date("2026-01-01T12:00:00Z") }));

/** A real backend on a port of its own, over an embedded database and a service that answers what the test wants. */
export async function startTestBackend(options: Partial<BackendOptions> = {}): Promise<TestBackend> {
  await using opened = new AsyncDisposableStack();
  const database = opened.adopt(await openOwnPglite(), (it) => it.close());
  await database.migrate();
  const service = opened.use(await startStandInService());
  const store = createDatabaseStore(database.orm);
  const another = (more: Partial<BackendOptions> = {}) =>
    startBackend({
      store,
      serviceUrl: service.url,
      webFolder: join(import.meta.dirname, "no-such-folder"),
      sampleEntries: () => SAMPLES,
      log: createLog({ level: process.env.LOG_LEVEL ?? "silent", pretty: false }),
      limits: MANY,
      host: "127.0.0.1",
      port: 0,
      ...options,
      ...more,
    });
  const { address } = opened.use(await another());
  const kept = opened.move();
  return { address, store, service, another, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

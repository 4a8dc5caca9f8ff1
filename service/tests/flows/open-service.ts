import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/config.ts";
import { buildApp } from "../../src/http/app.ts";
import { createLog } from "../../src/log.ts";
import { openContext } from "../../src/open-context.ts";
import { runJobs } from "../../src/run-jobs.ts";
import { connect } from "./test-service.ts";

export type OpenService = Awaited<ReturnType<typeof openService>>;

/** The service in this process, with what it is made of in the hands of the test. */
export async function openService(env: Record<string, string> = {}) {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), "cosmic-open-")), (it) =>
    rm(it, { recursive: true, force: true }),
  );
  const config = readConfig({ DATA_DIR: folder, PORT: "0", EMBEDDING_WORKERS: "1", ...env });
  const log = createLog({ level: "error", pretty: false });
  const context = await openContext(config, { command: "test", log, onDownload: () => {} });
  let open = true;
  /** Before the folder goes, to look at what is in it. */
  const close = async () => {
    if (open) await context[Symbol.asyncDispose]();
    open = false;
  };
  opened.defer(close);
  await runJobs(context);
  const app = opened.adopt(await buildApp(context), (it) => it.close());
  const connection = connect(await app.listen({ host: "127.0.0.1", port: 0 }));
  const kept = opened.move();
  return {
    ...connection,
    folder,
    context,
    close,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

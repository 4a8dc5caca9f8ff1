import { setImmediate } from "node:timers/promises";
import type { Static } from "typebox";
import type { Context } from "../../context.ts";
import { idsOfUser } from "../../documents/ids-of-user.ts";
import { CosmicError } from "../../errors.ts";
import type { JobContext } from "../../ports/queue/queue.ts";
import { findThemes } from "../find-themes.ts";
import { joinThemes } from "../joining/join-themes.ts";
import { readThemeDocuments } from "./read-documents.ts";
import { readPrevious } from "./read-previous.ts";
import type { findJob } from "./request-run.ts";
import { storeRun } from "./store-run.ts";

/** The same for all, so that the same documents give the same themes. */
const SEED = 1;
/** Seconds after which a run looks again whether most documents are embedded. */
const PATIENCE = 10;
/** Of a hundred parts of the work. */
const READ = 5;
const FOUND = 95;
const JOIN_PAGE = 250;

/** The job: finds the themes of one user anew and puts them in place of those of the run before. */
export async function runThemes(
  context: Context,
  { user_id: userId }: Static<(typeof findJob)["payload"]>,
  job: Pick<JobContext, "signal" | "progress">,
): Promise<Record<string, unknown>> {
  const { database, indexes } = context;
  job.progress(0, 100, "reading");
  const indexId = indexes.active.id;
  const { embedded, unfinished } = await readThemeDocuments(context, userId, indexId, job.signal);
  if (unfinished > embedded.length) {
    const message = `${unfinished} documents are still to be embedded; themes are looked for when most are.`;
    throw new CosmicError("conflict", message, { retryAfter: PATIENCE });
  }
  const previous = await readPrevious(database.orm, userId);
  job.progress(READ, 100, "finding themes");
  const found = await findThemes({
    documents: embedded,
    previous,
    seed: SEED,
    signal: job.signal,
    onProgress: (share) => job.progress(READ + share * (FOUND - READ), 100, "finding themes"),
  });
  job.signal.throwIfAborted();
  job.progress(FOUND, 100, "writing");
  const stored = await storeRun(context, { userId, indexId, documents: embedded, previous, found });
  if (!stored) return { state: "erased" };
  // What was embedded while the run was under way has compared itself with the themes before.
  for await (const ids of idsOfUser(database.orm, userId, "created", JOIN_PAGE)) {
    job.signal.throwIfAborted();
    await joinThemes(context, ids);
    // PGlite answers before anything else of the process has its turn.
    await setImmediate();
  }
  return { state: found.status, documents: found.documents, themes: found.themes.length };
}

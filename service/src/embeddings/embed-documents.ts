import type { Context } from "../context.ts";
import { CosmicError, isPassing } from "../errors.ts";
import { faultReason } from "../faults.ts";
import { inParts } from "../in-parts.ts";
import { changeIndex } from "../models/index-rows.ts";
import { joinThemes } from "../patterns/joining/join-themes.ts";
import type { JobContext } from "../ports/queue/queue.ts";
import { type ClaimedDocument, claim } from "./claim.ts";
import { complete, type WrittenPassages } from "./complete.ts";
import { markFailed, release } from "./embedding-states.ts";
import { indexDocuments } from "./index-documents.ts";
import type { PassageText } from "./passage-texts.ts";
import { type EmbedPayload, embedJob } from "./request-embedding.ts";

/** Code units of text that are embedded and written together. */
const GROUP_SIZE = 100_000;

/** The job: splits the documents into passages, embeds them, writes them to the index, marks them completed. */
export async function embedDocuments(context: Context, payload: EmbedPayload, job: JobContext) {
  const lastTry = job.attempt >= embedJob.attempts;
  const claimed = await takeOn(context, payload.document_ids, job.id, lastTry);
  const open = new Set(claimed);
  let failed = 0;
  try {
    // On the last try each document goes alone, so that one that cannot be embedded fails none beside it.
    const most = { items: lastTry ? 1 : claimed.length, weight: GROUP_SIZE };
    for (const group of inParts(claimed, most, ({ text }) => text.length)) {
      job.signal.throwIfAborted();
      try {
        await embedGroup(context, group, job.signal);
      } catch (error) {
        if (!lastTry || job.signal.aborted || isPassing(error)) throw error;
        await markFailed(context.database.orm, group, faultReason(error));
        failed += group.length;
      }
      for (const document of group) open.delete(document);
      job.progress(claimed.length - open.size, claimed.length);
    }
    await join(context, payload.document_ids, claimed, lastTry);
  } catch (error) {
    await giveBack(context, [...open], job.signal);
    throw error;
  }
  return { completed: claimed.length - failed, failed };
}

/** On the last try one by one: together they may be more than a database hands over at once. */
async function takeOn({ database }: Context, ids: readonly string[], jobId: string, lastTry: boolean) {
  if (!lastTry) return claim(database.orm, ids, jobId);
  const claimed: ClaimedDocument[] = [];
  for (const id of ids) claimed.push(...(await claim(database.orm, [id], jobId)));
  return claimed;
}

/** Writes a group to every index there is; one that another process began meanwhile gets it before it is done. */
async function embedGroup(
  context: Context,
  group: readonly ClaimedDocument[],
  signal: AbortSignal,
): Promise<void> {
  const { indexes } = context;
  const written: WrittenPassages = new Map();
  for (let missing = await indexes.written(); ; missing = await indexes.written()) {
    for (const id of missing.filter((it) => !written.has(it))) {
      const passages = await writeTo(context, id, group, signal);
      if (passages) written.set(id, passages);
    }
    if (await complete(context, group, written)) return;
  }
}

/** An index that is not active must not hold up the one that is: it is marked as lacking documents instead. */
async function writeTo(
  context: Context,
  id: string,
  group: readonly ClaimedDocument[],
  signal: AbortSignal,
): Promise<PassageText[][] | undefined> {
  const { indexes, database, log } = context;
  const { active } = indexes;
  if (id === active.id) return indexDocuments(context, active, group, signal);
  try {
    return await indexDocuments(context, await indexes.open(id), group, signal);
  } catch (err) {
    if (signal.aborted || isPassing(err)) throw err;
    await indexes.refresh();
    if (id === indexes.active.id) throw err;
    log.warn({ err, index: id }, "an index that is not active could not be written and is out of date now");
    const error = faultReason(err);
    await changeIndex(database.orm, id, ["building", "paused", "ready"], { state: "failed", error });
    return undefined;
  }
}

/**
 * Also those that an earlier try embedded and could not join any more. The documents are searchable whatever happens
 * here, and the next run of their user finds a theme for those that have none.
 */
async function join(
  context: Context,
  ids: readonly string[],
  claimed: readonly ClaimedDocument[],
  lastTry: boolean,
): Promise<void> {
  const all = claimed.length === ids.length;
  try {
    await joinThemes(context, ids, all ? new Set(claimed.map(({ userId }) => userId)) : undefined);
  } catch (err) {
    if (!lastTry) throw err;
    context.log.warn({ err, documents: ids.length }, "documents were embedded, but joined no themes");
  }
}

/** What a stop or a fault left undone waits for the next try; what was cancelled says so. */
async function giveBack(
  context: Context,
  open: readonly ClaimedDocument[],
  signal: AbortSignal,
): Promise<void> {
  const cancelled = signal.reason instanceof CosmicError && signal.reason.code === "cancelled";
  if (cancelled) await markFailed(context.database.orm, open, "The job was cancelled.");
  else await release(context.database.orm, open);
}

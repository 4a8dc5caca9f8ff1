import type { Context } from "../context.ts";
import { attributesOf } from "../documents/attributes.ts";
import { CosmicError } from "../errors.ts";
import { faultReason } from "../faults.ts";
import type { JobContext } from "../ports/queue/queue.ts";
import type { IndexedDocument } from "../ports/search-index/search-index.ts";
import { complete } from "./complete.ts";
import { type ClaimedDocument, claim, markFailed, release } from "./embedding-states.ts";
import { type PassageText, passageTexts } from "./passage-texts.ts";
import { type EmbedPayload, embedJob } from "./request-embedding.ts";

/** Code units of text that are embedded and written together. */
const GROUP_SIZE = 100_000;
/** Passages of one call to the embedder: progress and cancellation come between two of them. */
const PASSAGES_PER_CALL = 256;

/** The job: splits the documents into passages, embeds them, writes them to the index, marks them completed. */
export async function embedDocuments(context: Context, payload: EmbedPayload, job: JobContext) {
  const claimed = await claim(context.database.orm, payload.document_ids, job.id);
  const lastTry = job.attempt >= embedJob.attempts;
  const open = new Set(claimed);
  let failed = 0;
  try {
    // On the last try each document goes alone, so that one that cannot be embedded fails none beside it.
    for (const group of groups(claimed, lastTry ? 1 : GROUP_SIZE)) {
      job.signal.throwIfAborted();
      try {
        await embedGroup(context, group, job.signal);
      } catch (error) {
        if (!lastTry || job.signal.aborted) throw error;
        await markFailed(context.database.orm, group, faultReason(error));
        failed += group.length;
      }
      for (const document of group) open.delete(document);
      job.progress(claimed.length - open.size, claimed.length);
    }
  } catch (error) {
    await giveBack(context, [...open], job.signal);
    throw error;
  }
  return { completed: claimed.length - failed, failed };
}

async function embedGroup(
  context: Context,
  group: readonly ClaimedDocument[],
  signal: AbortSignal,
): Promise<void> {
  const settings = context.config.passages;
  const passages = await Promise.all(
    group.map((document) => passageTexts(document, settings, context.embedder)),
  );
  const vectors = await embedAll(context, passages.flat(), signal);
  let next = 0;
  const indexed = group.map((document, i): IndexedDocument => {
    const own = passages[i] ?? [];
    return {
      documentId: document.id,
      userId: document.userId,
      attributes: attributesOf(document),
      passages: own.map(({ ordinal, start, end, text }) => ({
        ordinal,
        start,
        end,
        text,
        vector: vectors[next++] ?? new Float32Array(),
      })),
    };
  });
  await context.searchIndex.replace(context.activeIndex.id, indexed);
  await complete(context, group, passages);
}

async function embedAll(context: Context, passages: readonly PassageText[], signal: AbortSignal) {
  const vectors: Float32Array[] = [];
  for (let start = 0; start < passages.length; start += PASSAGES_PER_CALL) {
    const texts = passages.slice(start, start + PASSAGES_PER_CALL).map((passage) => passage.text);
    vectors.push(...(await context.embedder.embed(texts, { purpose: "document", signal })));
  }
  return vectors;
}

function* groups(documents: readonly ClaimedDocument[], size: number): Generator<ClaimedDocument[]> {
  let group: ClaimedDocument[] = [];
  let length = 0;
  for (const document of documents) {
    group.push(document);
    length += document.text.length;
    if (length < size) continue;
    yield group;
    group = [];
    length = 0;
  }
  if (group.length > 0) yield group;
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

import { BSON, type ChangeStream, type Collection, type Document, type ResumeToken } from "mongodb";
import type { JournalEntries, JournalNews, WatchOptions } from "../journal.ts";
import type { MongoFields } from "./config.ts";
import { addEntry, projectionOf } from "./entry.ts";
import { journalFault, streamEnd } from "./errors.ts";
import { idText } from "./ids.ts";

/** A batch ends with so many changes, */
const BATCH = 200;
/** or so many milliseconds after its first, */
const BATCH_MS = 100;
/** or when nothing more came for so many milliseconds. */
const QUIET_MS = 20;
/** How often there are news though nothing happened, in milliseconds. */
const IDLE_MS = 30_000;

const WRITES = ["insert", "update", "replace"];
/** After these the collection is another, and the stream ends. */
const ENDS = ["drop", "rename", "dropDatabase", "invalidate"];

/** The changes of a collection in batches, each entry as it is when the server is asked. */
export async function* watchCollection(
  collection: Collection,
  fields: MongoFields,
  { resumeToken, signal }: WatchOptions,
): AsyncGenerator<JournalNews, void> {
  const token = resumeToken === undefined ? undefined : readToken(resumeToken);
  if (resumeToken !== undefined && token === undefined) {
    yield { kind: "lost", reason: "the place to go on from cannot be read" };
    return;
  }
  const stream = collection.watch(pipeline(fields), {
    fullDocument: "updateLookup",
    batchSize: BATCH,
    maxAwaitTimeMS: 1_000,
    ...(token !== undefined && { resumeAfter: token }),
  });
  const close = () => void stream.close().catch(() => {});
  signal.addEventListener("abort", close, { once: true });
  try {
    if (signal.aborted) return;
    yield* follow(stream, fields, token);
  } catch (error) {
    if (signal.aborted) return;
    const end = streamEnd(error, token !== undefined);
    if (end === "unavailable") throw journalFault(error);
    yield { kind: end, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

async function* follow(
  stream: ChangeStream<Document, Document>,
  fields: MongoFields,
  start: ResumeToken,
): AsyncGenerator<JournalNews, void> {
  const source = pump(stream);
  let written: ResumeToken = start;
  let said = Number.NEGATIVE_INFINITY;
  for (;;) {
    const first = await source.take();
    if (first === undefined) {
      // A stream that was closed answers at once, again and again, that nothing happened.
      if (stream.closed) return;
      written = stream.resumeToken ?? written;
      if (performance.now() - said < IDLE_MS) continue;
      yield changes([], fields, written);
    } else {
      const batch = await collect(first, source);
      const end = batch.findIndex(({ operationType }) => ENDS.includes(operationType));
      const before = end === -1 ? batch : batch.slice(0, end);
      const last = before.at(-1);
      if (last) {
        written = last._id;
        yield changes(before, fields, written);
      }
      if (end !== -1) {
        yield { kind: "lost", reason: `the collection saw ${batch[end]?.operationType}` };
        return;
      }
    }
    said = performance.now();
  }
}

/** Asks for one change after another; an answer that nobody waited for is kept for the next question. */
function pump(stream: ChangeStream<Document, Document>) {
  let pending: Promise<Document | null> | undefined;
  return {
    /** Undefined if none came, after `ms` or after the server's own patience. */
    async take(ms?: number): Promise<Document | undefined> {
      pending ??= stream.tryNext();
      pending.catch(() => {});
      const change = await (ms === undefined ? pending : Promise.race([pending, after(ms)]));
      if (change === "late") return undefined;
      pending = undefined;
      return change ?? undefined;
    },
  };
}

async function collect(first: Document, source: ReturnType<typeof pump>): Promise<Document[]> {
  const batch = [first];
  const until = performance.now() + BATCH_MS;
  while (batch.length < BATCH) {
    const left = until - performance.now();
    const change = left > 0 ? await source.take(Math.min(left, QUIET_MS)) : undefined;
    if (!change) break;
    batch.push(change);
  }
  return batch;
}

/** The last change of each entry is the one that counts. */
function changes(batch: readonly Document[], fields: MongoFields, token: ResumeToken): JournalNews {
  const latest = new Map<string, Document>();
  for (const change of batch) {
    const id = idText(change.documentKey?._id);
    if (id !== undefined) latest.set(id, change);
  }
  const result: JournalEntries = { entries: [], rejected: [] };
  const deleted: string[] = [];
  for (const [id, { operationType, fullDocument }] of latest) {
    if (operationType === "delete") deleted.push(id);
    // Without one the entry is gone by now, and its deletion is on its way.
    else if (fullDocument) addEntry(result, fields, fullDocument);
  }
  return {
    kind: "changes",
    ...result,
    deleted,
    resumeToken: BSON.EJSON.stringify(token, { relaxed: false }),
  };
}

function pipeline(fields: MongoFields): Document[] {
  const wanted = Object.keys(projectionOf(fields)).map((path) => [`fullDocument.${path}`, 1]);
  return [
    { $match: { operationType: { $in: [...WRITES, "delete", ...ENDS] } } },
    { $project: { operationType: 1, documentKey: 1, ...Object.fromEntries(wanted) } },
  ];
}

function readToken(text: string): ResumeToken {
  try {
    return BSON.EJSON.parse(text, { relaxed: false });
  } catch {
    return undefined;
  }
}

async function after(ms: number): Promise<"late"> {
  const { promise, resolve } = Promise.withResolvers<"late">();
  setTimeout(resolve, ms, "late");
  return promise;
}

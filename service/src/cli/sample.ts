import { createHash } from "node:crypto";
import { BulkResult, type Document, type DocumentCreate, DocumentList } from "@cosmic/contract";
import { Type } from "typebox";
import { type SampleEntry, sampleEntries } from "../../../sample/sample-entries.ts";
import { CommandError, RefusedRequest } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { openSession, type Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForDocuments } from "./wait.ts";

export interface SampleOptions {
  user: string;
  remove?: boolean;
}

const SOURCE = "sample";
const PAGE = 200;
/** What stands in an answer 204. */
const Nothing = Type.Undefined();

/** Each has its answer in the entries that are there on every day of the year. */
const QUERIES: [query: string, finds: string][] = [
  ["nervous about public speaking", "by meaning: none of these words is in the entry"],
  ["Achterberg", "by a name"],
  ["une amie de Lyon", "in another language"],
];

/** Adds the sample journal as it stands today, or takes it away. Done again, it adds nothing twice. */
export async function sample(terminal: Terminal, { user, remove = false }: SampleOptions): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "sample");
  await session.runJobs();
  const before = await listSample(session, user);
  if (remove) {
    await removeDocuments(session, terminal, before);
    terminal.answer({ user_id: user, entries: 0, added: 0, removed: before.length }, () => [
      before.length > 0
        ? `${before.length} entries of the sample journal were removed from user ${user}.`
        : `User ${user} has no entries of the sample journal.`,
    ]);
    return;
  }
  const ids = await send(session, user, sampleEntries(new Date()));
  // At the turn of the year the story moves on, and its last year has yet to come.
  const wanted = new Set(ids);
  const stale = before.filter(({ id }) => !wanted.has(id));
  await removeDocuments(session, terminal, stale);
  await waitUntilSearchable(session, terminal, ids);
  const added = ids.length - (before.length - stale.length);
  terminal.answer({ user_id: user, entries: ids.length, added, removed: stale.length }, () => [
    `The sample journal of user ${user} has ${ids.length} entries; ${added} of them are new.`,
    "",
    "Try:",
    ...QUERIES.map(([query, finds]) => `  npx cosmic search -u ${quoted(user)} ${quoted(query)}  # ${finds}`),
    "",
    `To take it away again: npx cosmic sample -u ${quoted(user)} --remove`,
  ]);
}

/** @returns the ids of their documents, new or not */
async function send(session: Session, user: string, entries: readonly SampleEntry[]): Promise<string[]> {
  const documents = entries.map((entry) => toDocument(user, entry));
  const { results } = await session.post("/documents/bulk_create/", BulkResult, { documents });
  return results.map(({ id, error }) => {
    if (error || id === undefined) {
      throw new CommandError(`The sample journal was not added: ${error?.detail ?? "no reason given"}`);
    }
    return id;
  });
}

function toDocument(user: string, { id, title, text, mood, tags, entryDate }: SampleEntry): DocumentCreate {
  return {
    user_id: user,
    title,
    text,
    document_type: "journal_entry",
    metadata: { ...(mood === null ? {} : { mood }), tags },
    entry_date: entryDate.toISOString(),
    source: SOURCE,
    source_id: `${id}/${digest(user)}`,
  };
}

/** Of a source, an id belongs to one user; several may have the sample, and their ids may be long. */
function digest(user: string): string {
  return createHash("sha256").update(user).digest("hex").slice(0, 16);
}

async function listSample(session: Session, user: string): Promise<Document[]> {
  const listed: Document[] = [];
  const query = new URLSearchParams({ user_id: user, source: SOURCE, limit: String(PAGE) });
  for (;;) {
    const { results, next } = await session.get(`/documents/?${query}`, DocumentList);
    listed.push(...results);
    const cursor = next === null ? null : new URLSearchParams(next.slice(next.indexOf("?"))).get("cursor");
    if (cursor === null) return listed;
    query.set("cursor", cursor);
  }
}

async function removeDocuments(
  session: Session,
  terminal: Terminal,
  documents: readonly Document[],
): Promise<void> {
  using progress = terminal.progress("Removing");
  for (const [done, { id }] of documents.entries()) {
    progress.update(done, documents.length);
    try {
      await session.delete(`/documents/${id}/`, Nothing);
    } catch (error) {
      // Somebody else was faster.
      if (!(error instanceof RefusedRequest && error.problem.code === "document_not_found")) throw error;
    }
  }
}

async function waitUntilSearchable(
  session: Session,
  terminal: Terminal,
  ids: readonly string[],
): Promise<void> {
  const documents = await waitForDocuments(session, terminal, ids);
  const failed = documents.values().filter((it) => it.embedding_status === "failed");
  const count = failed.toArray().length;
  if (count === 0) return;
  terminal.fail();
  terminal.note(`${count} entries could not be embedded. \`cosmic retry-failed\` tries again.`);
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w@.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

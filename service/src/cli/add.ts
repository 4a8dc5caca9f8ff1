import { BulkResult, type DocumentCreate } from "@cosmic/contract";
import { UsageError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { columns } from "./plain-text.ts";
import { readTexts, type TextFile } from "./read-texts.ts";
import { openSession, type Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForDocuments } from "./wait.ts";

export interface AddOptions {
  user: string;
  title?: string;
  type?: string;
  date?: string;
  metadata: Record<string, unknown>;
  wait: boolean;
}

/** Bounds of one request. */
const REQUEST_DOCUMENTS = 500;
const REQUEST_LENGTH = 8_000_000;

/** What became of a file: an item of `BulkResult`, with the state of the embedding where it was waited for. */
type Added = BulkResult["results"][number] & { file: string; embedding_status?: string };

export async function add(terminal: Terminal, files: readonly string[], options: AddOptions): Promise<void> {
  if (options.title !== undefined && files.length > 1) {
    throw new UsageError("A --title is for one file only.");
  }
  const config = loadConfig();
  const texts = await readTexts(terminal, files, config.documents.maxTextBytes);
  await using session = await openSession(config, terminal, "add");
  const sent = await send(session, terminal, texts, options);
  const results = options.wait ? await waitUntilSearchable(session, terminal, sent) : sent;
  const failed = results.filter((result) => result.error).length;
  if (failed > 0) terminal.fail();
  terminal.answer({ created: results.length - failed, failed, results }, () => [
    ...columns(results.map(describe)),
    ...(options.wait ? [] : [session.unattended]),
  ]);
}

async function send(
  session: Session,
  terminal: Terminal,
  texts: readonly TextFile[],
  options: AddOptions,
): Promise<Added[]> {
  const added: Added[] = [];
  using progress = terminal.progress("Adding");
  try {
    for (const part of parts(texts)) {
      progress.update(added.length, texts.length);
      const documents = part.map((text) => toDocument(text, options));
      const { results } = await session.post("/documents/bulk_create/", BulkResult, { documents });
      const begin = added.length;
      const fileOf = (index: number) => part[index]?.file ?? "";
      added.push(...results.map((it) => ({ ...it, index: begin + it.index, file: fileOf(it.index) })));
    }
    return added;
  } catch (error) {
    if (added.length > 0) terminal.note(`The first ${added.length} files had been added by then.`);
    throw error;
  }
}

function* parts(texts: readonly TextFile[]): Generator<TextFile[]> {
  let part: TextFile[] = [];
  let length = 0;
  for (const text of texts) {
    part.push(text);
    length += text.text.length;
    if (part.length < REQUEST_DOCUMENTS && length < REQUEST_LENGTH) continue;
    yield part;
    part = [];
    length = 0;
  }
  if (part.length > 0) yield part;
}

function toDocument({ title, text }: TextFile, options: AddOptions): DocumentCreate {
  return {
    user_id: options.user,
    title: options.title ?? title,
    text,
    metadata: options.metadata,
    ...(options.type === undefined ? {} : { document_type: options.type }),
    ...(options.date === undefined ? {} : { entry_date: options.date }),
  };
}

async function waitUntilSearchable(
  session: Session,
  terminal: Terminal,
  added: readonly Added[],
): Promise<Added[]> {
  await session.runJobs();
  const ids = added.flatMap(({ id }) => id ?? []);
  const documents = await waitForDocuments(session, terminal, ids);
  return added.map((result) => {
    const document = documents.get(result.id ?? "");
    if (!document) return result;
    const { embedding_status, embedding_error } = document;
    const error = { code: "embedding_failed", detail: embedding_error ?? "It could not be embedded." };
    return { ...result, embedding_status, ...(embedding_status === "failed" ? { error } : {}) };
  });
}

function describe({ file, id, error }: Added): string[] {
  const name = file === "-" ? "standard input" : file;
  return error ? ["failed", id ?? "", `${name}: ${error.detail}`] : ["added", id ?? "", name];
}

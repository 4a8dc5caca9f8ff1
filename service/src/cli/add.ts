import { Document } from "@cosmic/contract";
import { loadConfig } from "./configuration.ts";
import { columns, printable } from "./plain-text.ts";
import { readTexts } from "./read-texts.ts";
import { openSession } from "./session.ts";
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

export async function add(terminal: Terminal, files: readonly string[], options: AddOptions): Promise<void> {
  const config = loadConfig();
  const texts = await readTexts(terminal, files, config.documents.maxTextBytes);
  await using session = await openSession(config, terminal, "add");
  await session.runJobs();
  const added: Document[] = [];
  for (const { title, text } of texts) {
    added.push(
      await session.post("/documents/", Document, {
        user_id: options.user,
        title: options.title ?? title,
        text,
        document_type: options.type,
        entry_date: options.date,
        metadata: options.metadata,
      }),
    );
  }
  const ended = options.wait
    ? await waitForDocuments(
        session,
        terminal,
        added.map(({ id }) => id),
      )
    : new Map<string, Document>();
  const documents = added.map((document) => ended.get(document.id) ?? document);
  if (documents.some((document) => document.embedding_status === "failed")) terminal.fail();
  terminal.answer(documents, () =>
    columns(
      documents.map(({ id, embedding_status, embedding_error, title }) => [
        id,
        embedding_status,
        [printable(title), embedding_error ?? ""].join(" "),
      ]),
    ),
  );
}

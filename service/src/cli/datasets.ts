import { existsSync, openAsBlob, statSync } from "node:fs";
import { join } from "node:path";
import { Dataset, DatasetList } from "@cosmic/contract";
import { Type } from "typebox";
import { CommandError, UsageError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { columns, printable } from "./plain-text.ts";
import { openSession, type Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const DATASETS = "/experiments/datasets/";

export async function listDatasets(terminal: Terminal): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "experiments datasets");
  const list = await session.get(`${DATASETS}?limit=200`, DatasetList);
  terminal.answer(list, () =>
    list.results.length > 0 ? columns(list.results.map(cells)) : ["There are no datasets."],
  );
}

export async function addDataset(
  terminal: Terminal,
  name: string,
  path: string,
  { kind, licence, user }: { kind?: string; licence?: string; user?: string },
): Promise<void> {
  const files = filesAt(path, kind);
  const form = new FormData();
  for (const [part, file] of Object.entries(files.paths)) form.append(part, await openFile(file), part);
  await using session = await openSession(loadConfig(), terminal, "experiments datasets add");
  const query = new URLSearchParams({
    name,
    kind: files.kind,
    ...(licence ? { licence } : {}),
    ...(user ? { user_id: user } : {}),
  });
  const dataset = await session.post(`${DATASETS}?${query}`, Dataset, form);
  terminal.answer(dataset, () => columns([cells(dataset)]));
}

export async function deleteDataset(terminal: Terminal, name: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "experiments datasets delete");
  const { id } = await findDataset(session, name);
  await session.delete(`${DATASETS}${id}/`, Type.Undefined());
  terminal.answer({ id }, () => [`Deleted dataset ${id}.`]);
}

/**
 * @param name of the dataset, or its id
 * @throws CommandError
 */
export async function findDataset(session: Session, name: string): Promise<Dataset> {
  const query = new URLSearchParams({ name });
  const [named] = (await session.get(`${DATASETS}?${query}`, DatasetList)).results;
  return named ?? session.get(`${DATASETS}${encodeURIComponent(name)}/`, Dataset);
}

const SINGLE: Readonly<Record<string, string>> = { similarity: "pairs", clustering: "texts", pairs: "pairs" };

/** The files of an upload, by the names of its parts. */
function filesAt(path: string, kind: string | undefined): { kind: string; paths: Record<string, string> } {
  if (!existsSync(path)) throw new CommandError(`There is no ${path}.`);
  if (statSync(path).isDirectory()) {
    if (kind !== undefined && kind !== "retrieval") {
      throw new UsageError(`A dataset for ${kind} is one JSONL file, and ${path} is a folder.`);
    }
    const plain = join(path, "qrels.tsv");
    const paths = {
      corpus: join(path, "corpus.jsonl"),
      queries: join(path, "queries.jsonl"),
      qrels: existsSync(plain) ? plain : join(path, "qrels", "test.tsv"),
    };
    return { kind: "retrieval", paths };
  }
  const part = SINGLE[kind ?? ""];
  if (kind === undefined || part === undefined) {
    throw new UsageError(
      "Say what a file is for: --kind similarity, clustering or pairs. retrieval takes a folder.",
    );
  }
  return { kind, paths: { [part]: path } };
}

/** Read while it is sent. */
async function openFile(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path);
  } catch (cause) {
    throw new CommandError(`${path} cannot be read.`, cause);
  }
}

function cells({ id, created_at, name, kind, items, documents, labels, bytes }: Dataset): string[] {
  const what = { retrieval: "queries", similarity: "pairs", clustering: "texts", pairs: "pairs" }[kind];
  const beside =
    documents !== null ? ` over ${documents} documents` : labels !== null ? ` with ${labels} labels` : "";
  return [
    id,
    created_at.slice(0, 10),
    kind,
    `${items} ${what}${beside}`,
    `${Math.ceil(bytes / 1000).toLocaleString("en")} kB`,
    printable(name),
  ];
}

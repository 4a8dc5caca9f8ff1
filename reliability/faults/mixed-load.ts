import { setTimeout as sleep } from "node:timers/promises";
import { BulkResult, Dataset, Document } from "@cosmic/contract";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { Answers } from "./answers.ts";
import type { JournalWriter } from "./journal-writer.ts";

export const USER = "loaded";
/** How long a user waits for an answer. */
const PATIENCE_MS = 30_000;
/** Between two requests of one user. */
const PAUSE_MS = 250;
const PER_BULK = 5;

/** What users were told is safe. */
export interface Acknowledged {
  /** Ids by the word that only this document has. */
  documents: Map<string, string>;
  /** Texts of datasets by their id. */
  datasets: Map<string, string>;
  /** Words of entries that the journal took. */
  entries: string[];
}

export interface MixedLoad {
  acknowledged: Acknowledged;
  /** Counts from now on. */
  count(): Answers;
  /** Resolves when the last answers have come. */
  stop(): Promise<void>;
}

/** Users who write documents one by one and in bulk, search, ask for jobs and begin some, and upload datasets. */
export function startLoad(address: string, name: string, journal: JournalWriter | undefined): MixedLoad {
  const acknowledged: Acknowledged = { documents: new Map(), datasets: new Map(), entries: [] };
  let answers = new Answers();
  let stopped = false;
  let written = 0;
  let asked = 0;
  const nextWord = () => `quill${name}${written++}`;

  async function send(what: string, path: string, init: RequestInit): Promise<unknown> {
    const begun = performance.now();
    const counting = answers;
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await fetch(address + path, { ...init, signal });
      const body = parse(await answer.text());
      counting.add(what, answer.status, body, performance.now() - begun);
      return answer.ok ? body : undefined;
    } catch {
      counting.add(what, 0, undefined, performance.now() - begun);
      return undefined;
    }
  }

  const post = (what: string, path: string, body: object) =>
    send(what, path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });

  const users: (() => Promise<unknown>)[] = [
    async function writeOne() {
      const word = nextWord();
      const body = await post("a document", "/api/v1/documents/", documentOf(word));
      const document = parsed(Document, body);
      if (document) acknowledged.documents.set(word, document.id);
    },
    async function writeMany() {
      const words = Array.from({ length: PER_BULK }, nextWord);
      // With names of their own, as a journal sends them.
      const documents = words.map((word) => ({ ...documentOf(word), source: "load", source_id: word }));
      const body = await post("bulk_create", "/api/v1/documents/bulk_create/", { documents });
      for (const { index, id } of parsed(BulkResult, body)?.results ?? []) {
        const word = words[index];
        if (id !== undefined && word !== undefined) acknowledged.documents.set(word, id);
      }
    },
    // Never twice the same, whose vector would be known.
    () => post("a search", "/api/v1/search/", { query: `what came of day ${++asked}`, user_id: USER }),
    () => send("jobs/", "/api/v1/jobs/?limit=5", {}),
    () => post("sync/", "/api/v1/sync/", {}),
    async function upload() {
      const word = nextWord();
      const content = `${JSON.stringify({ query: word, document: `What ${word} means.` })}\n`;
      const form = new FormData();
      form.append("pairs", new Blob([content]), "pairs.jsonl");
      const query = new URLSearchParams({ name: word, kind: "pairs" });
      const init = { method: "POST", body: form };
      const body = await send("a dataset", `/api/v1/experiments/datasets/?${query}`, init);
      const dataset = parsed(Dataset, body);
      if (dataset) acknowledged.datasets.set(dataset.id, content);
    },
  ];
  if (journal) {
    users.push(async function writeEntry() {
      const word = nextWord();
      if (await journal.write(USER, textOf(word))) acknowledged.entries.push(word);
    });
  }

  const loops = users.map(async (act) => {
    while (!stopped) {
      await act();
      await sleep(PAUSE_MS);
    }
  });
  return {
    acknowledged,
    count() {
      answers = new Answers();
      return answers;
    },
    async stop() {
      stopped = true;
      await Promise.all(loops);
    },
  };
}

const textOf = (word: string) => `${word}: what happened on that day, and what came of it later.`;
const documentOf = (word: string) => ({ user_id: USER, text: textOf(word) });

const parsed = <S extends TSchema>(schema: S, body: unknown) =>
  Value.Check(schema, body) ? Value.Parse(schema, body) : undefined;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

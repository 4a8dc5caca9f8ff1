import { BULK_LIMIT, BulkResult } from "@cosmic/contract";
import { CommandError } from "../../service/src/cli/command-error.ts";
import { pauseUnlessStopped } from "../../service/src/cli/interruption.ts";
import { bodyOf } from "../../service/tests/flows/test-service.ts";
import type { MeasuredCorpus } from "../report/saved-run.ts";
import type { Corpus } from "../sets/evaluation-set.ts";
import type { MeasuredService } from "./measured-service.ts";
import { refusalOf } from "./refusal.ts";

/** A corpus as documents of a user of its own. */
export interface LoadedCorpus {
  userId: string;
  /** Id in the corpus by id of the document. */
  corpusIds: Map<string, string>;
}

export type Report = (done: number, total: number) => void;

const PER_REQUEST = Math.min(200, BULK_LIMIT);
/** Seldom: every question costs the service time. */
const ASK_EVERY_MS = 500;

/**
 * Sends a corpus through `bulk_create` and waits until all of it can be found.
 *
 * @param loaded is filled while documents are written, so that they can be removed after a fault
 *
 * @throws CommandError if a document cannot be embedded
 */
export async function loadCorpus(
  service: MeasuredService,
  corpus: Corpus,
  loaded: LoadedCorpus,
  { signal, report }: { signal: AbortSignal; report: Report },
): Promise<MeasuredCorpus> {
  const started = performance.now();
  const before = await service.health();
  const refused: string[] = [];
  for (let start = 0; start < corpus.documents.length; start += PER_REQUEST) {
    signal.throwIfAborted();
    refused.push(...(await send(service, corpus.documents.slice(start, start + PER_REQUEST), loaded)));
  }
  await completed(service, loaded, { signal, report });
  const seconds = (performance.now() - started) / 1000;
  const after = await service.health();
  return {
    name: corpus.name,
    documents: loaded.corpusIds.size,
    passages: after.index.passages - before.index.passages,
    refused,
    seconds,
  };
}

/** @returns ids of what the service did not take, such as texts of white space */
async function send(
  service: MeasuredService,
  documents: Corpus["documents"],
  { userId, corpusIds }: LoadedCorpus,
): Promise<string[]> {
  const body = documents.map(({ id, title, text }) => ({
    user_id: userId,
    source: userId,
    source_id: id,
    title,
    text,
  }));
  const answer = await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(body));
  if (!answer.ok) throw await refusalOf(answer);
  const { results } = await bodyOf(BulkResult, answer);
  const refused: string[] = [];
  for (const { index, id } of results) {
    const corpusId = documents[index]?.id ?? "";
    if (id === undefined) refused.push(corpusId);
    else corpusIds.set(id, corpusId);
  }
  return refused;
}

async function completed(
  service: MeasuredService,
  { userId, corpusIds }: LoadedCorpus,
  { signal, report }: { signal: AbortSignal; report: Report },
): Promise<void> {
  const ask = async (embedding_status: "completed" | "failed") => {
    const query = { user_id: userId, embedding_status, limit: 1 };
    const { data } = await service.client.GET("/api/v1/documents/", { params: { query } });
    return { count: data?.count ?? 0, reason: data?.results[0]?.embedding_error };
  };
  for (;;) {
    const failed = await ask("failed");
    if (failed.count > 0) {
      throw new CommandError(`${failed.count} documents could not be embedded: ${failed.reason}`);
    }
    const { count } = await ask("completed");
    report(count, corpusIds.size);
    if (count >= corpusIds.size) return;
    await pauseUnlessStopped(ASK_EVERY_MS, signal);
  }
}

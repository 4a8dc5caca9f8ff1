import type { SearchMode, SearchRequest } from "@cosmic/contract";
import { nullable } from "@cosmic/contract";
import { Type } from "typebox";
import { CommandError } from "../../service/src/cli/command-error.ts";
import { checker } from "../../service/src/http/validation.ts";
import type { LoadedCorpus } from "./load-corpus.ts";
import type { MeasuredService } from "./measured-service.ts";
import { refusalOf } from "./refusal.ts";

/** Only what is needed, so that services of other versions can be measured as well. */
const checkAnswer = checker(
  Type.Object({
    took_ms: Type.Number(),
    degraded: Type.Boolean(),
    results: Type.Array(Type.Object({ document_id: Type.String(), score: nullable(Type.Number()) })),
  }),
);

export interface Question {
  query: string;
  mode: SearchMode;
  topK: number;
  /** Further fields of the request; they go before all others. */
  fields?: Partial<SearchRequest>;
}

export interface Answer {
  /** Best first, by their ids in the corpus. */
  hits: { id: string; cosine: number | null }[];
  /** Milliseconds, as the service says. */
  tookMs: number;
  /** Milliseconds from the request to the parsed answer. */
  roundTripMs: number;
}

/**
 * One search over HTTP.
 *
 * @throws CommandError if the service answers by words alone because its embedder is down
 */
export async function ask(
  service: MeasuredService,
  { userId, corpusIds }: LoadedCorpus,
  { query, mode, topK, fields = {} }: Question,
): Promise<Answer> {
  const body = JSON.stringify({ query, user_id: userId, mode, top_k: topK, ...fields });
  const started = performance.now();
  const response = await service.request("POST", "/api/v1/search/", body);
  if (!response.ok) throw await refusalOf(response);
  const parsed: unknown = await response.json();
  const roundTripMs = performance.now() - started;
  const answer = checkAnswer(parsed);
  if (answer.degraded) throw new CommandError("The service answers by words alone: its embedder is down.");
  const hits = answer.results.map(({ document_id, score }) => {
    const id = corpusIds.get(document_id);
    if (id === undefined) throw new CommandError(`A search of ${userId} found a document of somebody else.`);
    return { id, cosine: score };
  });
  return { hits, tookMs: answer.took_ms, roundTripMs };
}

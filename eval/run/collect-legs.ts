import type { Query } from "../../service/src/experiments/datasets/judgements.ts";
import type { LexicalPart, QueryLegs, SetLegs } from "../lab/leg-dump.ts";
import type { EvaluationSet } from "../sets/evaluation-set.ts";
import type { AblatedWords } from "./ablated-words.ts";
import { type Answer, ask } from "./ask.ts";
import type { BesideIndex } from "./beside-index.ts";
import type { LoadedCorpus, Report } from "./load-corpus.ts";
import type { MeasuredService } from "./measured-service.ts";

/** Documents of a leg. */
export const DEPTH = 200;

/** Both legs of every query. */
export async function collectLegs(
  service: MeasuredService,
  set: EvaluationSet,
  loaded: LoadedCorpus,
  { beside, signal, report }: { beside: BesideIndex | undefined; signal: AbortSignal; report: Report },
): Promise<SetLegs> {
  const queries: QueryLegs[] = [];
  for (const query of set.queries) {
    signal.throwIfAborted();
    const askLeg = (mode: "semantic" | "keyword") =>
      ask(service, loaded, { query: query.text, mode, topK: DEPTH });
    const semantic = withCosines(await askLeg("semantic"));
    const keyword = withCosines(await askLeg("keyword"));
    const scores = beside ? await wordScores(beside, query, loaded) : new Map<string, number>();
    queries.push({
      id: query.id,
      text: query.text,
      grades: Object.fromEntries(query.grades),
      semantic,
      keyword: keyword.map((hit) => ({ ...hit, bm25: scores.get(hit.id) ?? null })),
      ...(beside?.ablated ? { without: withoutParts(beside.ablated, query, loaded) } : {}),
    });
    report(queries.length, set.queries.length);
  }
  return { set: set.name, fingerprint: set.fingerprint, queries };
}

const withCosines = ({ hits }: Answer) => hits.map(({ id, cosine }) => ({ id, cosine: cosine ?? -1 }));

function withoutParts(
  ablated: AblatedWords,
  { text }: Query,
  { userId, corpusIds }: LoadedCorpus,
): NonNullable<QueryLegs["without"]> {
  const leg = (part: LexicalPart) =>
    ablated
      .search(part, { text, filter: { userId }, limit: DEPTH })
      .map(({ documentId, score }) => ({ id: corpusIds.get(documentId) ?? documentId, bm25: score }));
  return { pairs: leg("pairs"), exact: leg("exact") };
}

async function wordScores(
  beside: BesideIndex,
  { text }: Query,
  { userId, corpusIds }: LoadedCorpus,
): Promise<Map<string, number>> {
  const hits = await beside.searchLexical({ text, filter: { userId }, limit: DEPTH });
  return new Map(hits.map(({ documentId, score }) => [corpusIds.get(documentId) ?? documentId, score]));
}

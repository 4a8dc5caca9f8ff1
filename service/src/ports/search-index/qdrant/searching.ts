import type { QdrantClient, Schemas } from "@qdrant/js-client-rest";
import type { Analyser } from "../lexical/analyse.ts";
import type { DenseQuery, DocumentHit, LexicalQuery } from "../search-index.ts";
import { checkVector } from "../sqlite/check-document.ts";
import { bestDocuments, HIT_FIELDS } from "./best-documents.ts";
import type { Collections } from "./collections.ts";
import type { QdrantConfig } from "./config.ts";
import { passagesInReach, passagesMatching } from "./filter.ts";
import { DENSE, WORDS } from "./layout.ts";
import type { Requests } from "./requests.ts";
import { queryVector } from "./word-vector.ts";

/** Of so many times the passages asked for, the true scores are computed when vectors are quantized. */
const OVERSAMPLING = 2;

export interface SearchingParts {
  client: QdrantClient;
  requests: Requests;
  collections: Collections;
  analyser: Analyser;
  quantization: QdrantConfig["quantization"];
}

export function createSearching(parts: SearchingParts) {
  const { client, requests, collections, analyser, quantization } = parts;
  return { searchDense, searchLexical };

  async function searchDense(
    indexId: string,
    { vector, filter, limit, minScore }: DenseQuery,
  ): Promise<DocumentHit[]> {
    checkVector(vector, await collections.dimensionOf(indexId), "the query");
    const passages = passagesMatching(filter);
    if (!passages || limit < 1) return [];
    const request = {
      query: [...vector],
      using: DENSE,
      filter: passages,
      ...(minScore === undefined ? {} : { score_threshold: minScore }),
      ...(quantization === "none"
        ? {}
        : { params: { quantization: { rescore: true, oversampling: OVERSAMPLING } } }),
    };
    // Rounding can bring a cosine past 1.
    return bestDocuments(limit, ask(indexId, request), (score) => Math.max(-1, Math.min(1, score)));
  }

  async function searchLexical(
    indexId: string,
    { text, prefix = false, filter, limit }: LexicalQuery,
  ): Promise<DocumentHit[]> {
    const query = analyser.query(text, { prefix });
    const words = queryVector(query);
    const passages = passagesMatching(filter, query.phrases);
    const corpus = passagesInReach(filter);
    if (!words || !passages || !corpus || limit < 1) return [];
    // Rarity is counted among the texts that may be searched, not in the whole collection: nobody's texts change the
    // order or the scores of another user.
    const request = { query: words, using: WORDS, filter: passages, params: { idf: { corpus } } };
    // Equal passages in two segments may be added up in another order.
    return bestDocuments(limit, ask(indexId, request), (score) => Number(score.toPrecision(6)));
  }

  function ask(indexId: string, request: Schemas["QueryRequest"]) {
    return async (limit: number): Promise<unknown> => {
      const collection = collections.nameOf(indexId);
      const whole = { ...request, limit, with_payload: HIT_FIELDS };
      return (await requests.send(() => client.query(collection, whole))).points;
    };
  }
}

import type { Schemas } from "@qdrant/js-client-rest";
import { v5 as nameBasedId } from "uuid";
import type { Analyser } from "../lexical/analyse.ts";
import type { IndexedDocument, IndexedPassage } from "../search-index.ts";
import { DENSE, WORDS } from "./layout.ts";
import { attributePayload, type PointKind, wordSequence } from "./payload.ts";
import { passageVector } from "./word-vector.ts";

export type Point = Schemas["PointStruct"];

const NAMESPACE = "b86e0d3c-5f6f-4d0c-9c43-5d54c1f2a7c1";

/** The same for the same document, revision and ordinal, so that a request sent twice writes one point. */
export function passageId(documentId: string, revision: string, ordinal: number): string {
  return nameBasedId(`${documentId} ${revision} ${ordinal}`, NAMESPACE);
}

export function passagePoint(
  { documentId, userId, attributes }: IndexedDocument,
  { ordinal, start, end, text, vector }: IndexedPassage,
  revision: string,
  analyser: Analyser,
): Point {
  const terms = analyser.text(text);
  const words = passageVector(terms);
  const kind: PointKind = "pending";
  return {
    id: passageId(documentId, revision, ordinal),
    vector: { [DENSE]: [...vector], ...(words ? { [WORDS]: words } : {}) },
    payload: {
      kind,
      revision,
      document_id: documentId,
      user_id: userId,
      ...attributePayload(attributes),
      ordinal,
      start,
      end,
      words: wordSequence(terms.flatMap((term) => (term.compound ? [] : [term.exact]))),
    },
  };
}

/** It names the user too, so that nothing of one who is erased stays. */
export function documentPoint({ documentId, userId }: IndexedDocument, revision: string): Point {
  const kind: PointKind = "document";
  return {
    id: documentId,
    vector: {},
    payload: { kind, revision, document_id: documentId, user_id: userId },
  };
}

import type { QdrantClient, Schemas } from "@qdrant/js-client-rest";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { CosmicError } from "../../../errors.ts";
import type { IndexDescription, PassageVector } from "../search-index.ts";
import { type Collections, unlessMissing } from "./collections.ts";
import { isDocumentId } from "./document-ids.ts";
import { QdrantFault } from "./faults.ts";
import { equals, type Filter, isAnyOf, isKind } from "./filter.ts";
import { DENSE } from "./layout.ts";
import type { PointKind } from "./payload.ts";
import type { Requests } from "./requests.ts";

const DOCUMENTS_A_REQUEST = 100;
const VECTORS_A_PAGE = 500;

const StoredPassages = Compile(
  Type.Array(
    Type.Object({
      vector: Type.Object({ [DENSE]: Type.Array(Type.Number()) }),
      payload: Type.Object({
        document_id: Type.String(),
        ordinal: Type.Integer(),
        revision: Type.String(),
      }),
    }),
  ),
);

export interface ReadingParts {
  client: QdrantClient;
  requests: Requests;
  collections: Collections;
}

export function createReading({ client, requests: { send }, collections }: ReadingParts) {
  return { vectors, listDocuments, describe, countUser };

  async function vectors(indexId: string, documentIds: readonly string[]): Promise<PassageVector[]> {
    const ids = [...new Set(documentIds)].filter(isDocumentId);
    const found: PassageVector[] = [];
    for (let at = 0; at < ids.length; at += DOCUMENTS_A_REQUEST) {
      found.push(...(await vectorsOf(indexId, ids.slice(at, at + DOCUMENTS_A_REQUEST))));
    }
    return found;
  }

  async function vectorsOf(indexId: string, documentIds: string[]): Promise<PassageVector[]> {
    // Two revisions of a document are there while it is replaced, and after a crash just then.
    const newest = new Map<string, { revision: string; passages: PassageVector[] }>();
    const filter = { must: [isKind("passage"), isAnyOf("document_id", documentIds)] };
    const fields = { with_payload: ["document_id", "ordinal", "revision"], with_vector: [DENSE] };
    for await (const points of pages(indexId, { filter, ...fields, limit: VECTORS_A_PAGE })) {
      if (!StoredPassages.Check(points)) {
        throw new QdrantFault("refused", "it answered in a form that is not known");
      }
      for (const { vector, payload } of points) {
        const { document_id: documentId, ordinal, revision } = payload;
        const known = newest.get(documentId);
        if (known && known.revision > revision) continue;
        const passage = { documentId, ordinal, vector: Float32Array.from(vector[DENSE]) };
        if (known?.revision === revision) known.passages.push(passage);
        else newest.set(documentId, { revision, passages: [passage] });
      }
    }
    return [...newest.values()].flatMap(({ passages }) => passages);
  }

  async function* pages(
    indexId: string,
    request: Omit<Schemas["ScrollRequest"], "offset">,
  ): AsyncGenerator<unknown[]> {
    for (let offset: string | number | undefined; ; ) {
      const whole: Schemas["ScrollRequest"] = offset === undefined ? request : { ...request, offset };
      const page: Schemas["ScrollResult"] = await send(() =>
        client.scroll(collections.nameOf(indexId), whole),
      );
      yield page.points;
      const next = page.next_page_offset;
      if (typeof next !== "string" && typeof next !== "number") return;
      offset = next;
    }
  }

  /** The ids of points are those of documents, and Qdrant lists points in the order of their ids. */
  async function listDocuments(
    indexId: string,
    { after, limit }: { after?: string; limit: number },
  ): Promise<string[]> {
    if (after !== undefined && !isDocumentId(after)) {
      throw new CosmicError(
        "invalid_value",
        "Documents are listed after the id of a document, which is a UUID.",
      );
    }
    if (limit < 1) return [];
    const { points } = await send(() =>
      client.scroll(collections.nameOf(indexId), {
        filter: { must: [isKind("document")] },
        with_payload: false,
        limit: limit + 1,
        ...(after === undefined ? {} : { offset: after }),
      }),
    );
    return points
      .map(({ id }) => String(id))
      .filter((id) => id !== after)
      .slice(0, limit);
  }

  async function describe(indexId: string): Promise<IndexDescription> {
    const [documents, passages, version] = await Promise.all([
      count(indexId, "document"),
      count(indexId, "passage"),
      collections.version(),
    ]);
    return { documents, passages, engine: `Qdrant ${version}` };
  }

  async function countUser(userId: string): Promise<{ documents: number; passages: number }> {
    const counted = { documents: 0, passages: 0 };
    if (!userId.isWellFormed()) return counted;
    const own = equals("user_id", userId);
    for (const collection of await collections.all()) {
      const countOf = async (filter: Filter) =>
        (await unlessMissing(send(() => client.count(collection, { filter, exact: true }))))?.count ?? 0;
      counted.documents += await countOf({ must: [own, isKind("document")] });
      counted.passages += await countOf({ must: [own], must_not: [isKind("document")] });
    }
    return counted;
  }

  async function count(indexId: string, kind: PointKind): Promise<number> {
    const request = { filter: { must: [isKind(kind)] }, exact: true };
    return (await send(() => client.count(collections.nameOf(indexId), request))).count;
  }
}

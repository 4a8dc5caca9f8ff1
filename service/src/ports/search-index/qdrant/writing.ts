import type { QdrantClient, Schemas } from "@qdrant/js-client-rest";
import { v7 as newRevision } from "uuid";
import { CosmicError } from "../../../errors.ts";
import type { Analyser } from "../lexical/analyse.ts";
import type { DocumentAttributes, IndexedDocument } from "../search-index.ts";
import { checkAttributes, checkDocument } from "../sqlite/check-document.ts";
import { batchesOf } from "./batches.ts";
import { type Collections, unlessMissing } from "./collections.ts";
import { isDocumentId } from "./document-ids.ts";
import { QdrantFault } from "./faults.ts";
import { equals, isAnyOf, isKind } from "./filter.ts";
import { attributePayload, type PointKind } from "./payload.ts";
import { documentPoint, type Point, passageId, passagePoint } from "./points.ts";
import type { Requests } from "./requests.ts";

/** Answered when the change can be seen, and done in the order in which it was asked for. */
const WRITTEN = { wait: true, ordering: "strong" } as const;

const TRIES = 3;
const IDS_A_REQUEST = 500;

export interface WritingParts {
  client: QdrantClient;
  requests: Requests;
  collections: Collections;
  analyser: Analyser;
  /** Passages a request. */
  batch: number;
}

export function createWriting({ client, requests: { send }, collections, analyser, batch }: WritingParts) {
  return { replace, updateAttributes, remove };

  /**
   * Qdrant has no transactions. So the new passages are written beside the old ones and stay pending, where nobody
   * finds them; one request then makes all of them count and deletes the old ones. A crash before that request
   * changes nothing, a crash inside it can leave old passages beside the new ones. Writing again mends both.
   * Of two that write the same document at once one comes after the other in the end.
   */
  async function replace(indexId: string, given: readonly IndexedDocument[]): Promise<void> {
    const dimension = await collections.dimensionOf(indexId);
    for (const document of given) {
      checkDocument(document, dimension);
      checkDocumentId(document.documentId);
    }
    const documents = [...new Map(given.map((document) => [document.documentId, document])).values()];
    if (documents.length === 0) return;
    for (let attempt = 1; ; attempt++) {
      try {
        return await replaceOnce(collections.nameOf(indexId), documents);
      } catch (fault) {
        // Somebody else replaced the same document meanwhile, and took our passages away.
        if (!(fault instanceof QdrantFault && fault.kind === "no point" && attempt < TRIES)) throw fault;
      }
    }
  }

  async function replaceOnce(collection: string, documents: readonly IndexedDocument[]): Promise<void> {
    const revision = newRevision();
    for (const points of batchesOf(pendingPoints(documents, revision), batch)) {
      await send(() => client.upsert(collection, { points, ...WRITTEN }));
    }
    const operations = [
      ...makeCount(documents, revision),
      { upsert: { points: documents.map((document) => documentPoint(document, revision)) } },
      {
        delete: {
          filter: {
            must: [
              isAnyOf(
                "document_id",
                documents.map(({ documentId }) => documentId),
              ),
            ],
            must_not: [equals("revision", revision)],
          },
        },
      },
    ];
    await send(() => client.batchUpdate(collection, { operations, ...WRITTEN }));
    await checkWritten(collection, documents, revision);
  }

  /** Two that replace the same document at the same moment may each have taken away what the other wrote. */
  async function checkWritten(
    collection: string,
    documents: readonly IndexedDocument[],
    revision: string,
  ): Promise<void> {
    const filter = { must: [isKind("passage"), equals("revision", revision)] };
    const { count } = await send(() => client.count(collection, { filter, exact: true }));
    const expected = documents.reduce((sum, { passages }) => sum + passages.length, 0);
    if (count < expected) throw new QdrantFault("no point", "a document was replaced twice at once");
  }

  function* pendingPoints(documents: readonly IndexedDocument[], revision: string): Generator<Point> {
    for (const document of documents) {
      for (const passage of document.passages) yield passagePoint(document, passage, revision, analyser);
    }
  }

  async function updateAttributes(
    indexId: string,
    documentId: string,
    attributes: DocumentAttributes,
  ): Promise<void> {
    checkAttributes(attributes);
    if (!isDocumentId(documentId)) return;
    const filter = { must: [equals("document_id", documentId)], must_not: [isKind("document")] };
    const payload = attributePayload(attributes);
    await send(() => client.setPayload(collections.nameOf(indexId), { payload, filter, ...WRITTEN }));
  }

  async function remove(documents: readonly string[] | { userId: string }): Promise<void> {
    if ("userId" in documents) return removeUser(documents.userId);
    await removeDocuments(documents);
  }

  /** Pending passages too, and what crashes have left. */
  async function removeUser(userId: string): Promise<void> {
    if (!userId.isWellFormed()) return;
    const filter = { must: [equals("user_id", userId)] };
    for (const collection of await collections.all()) {
      // The points of documents that an earlier version wrote do not say whose they are; their passages do.
      for (;;) {
        const passages = { ...filter, must_not: [isKind("document")] };
        const request = { filter: passages, with_payload: ["document_id"], limit: IDS_A_REQUEST };
        const found = await unlessMissing(send(() => client.scroll(collection, request)));
        const ids = (found?.points ?? [])
          .map(({ payload }) => String(payload?.document_id))
          .filter(isDocumentId);
        if (ids.length === 0) break;
        await removeDocuments([...new Set(ids)]);
      }
      await unlessMissing(send(() => client.delete(collection, { filter, ...WRITTEN })));
    }
  }

  async function removeDocuments(documentIds: readonly string[]): Promise<void> {
    const ids = documentIds.filter(isDocumentId);
    for (const collection of ids.length > 0 ? await collections.all() : []) {
      for (let at = 0; at < ids.length; at += IDS_A_REQUEST) {
        const filter = { must: [isAnyOf("document_id", ids.slice(at, at + IDS_A_REQUEST))] };
        await unlessMissing(send(() => client.delete(collection, { filter, ...WRITTEN })));
      }
    }
  }
}

/** By id: of a point that is gone, Qdrant then says so. */
function makeCount(
  documents: readonly IndexedDocument[],
  revision: string,
): Schemas["SetPayloadOperation"][] {
  const points = documents.flatMap(({ documentId, passages }) =>
    passages.map(({ ordinal }) => passageId(documentId, revision, ordinal)),
  );
  const kind: PointKind = "passage";
  return points.length > 0 ? [{ set_payload: { payload: { kind }, points } }] : [];
}

function checkDocumentId(documentId: string): void {
  if (isDocumentId(documentId)) return;
  throw new CosmicError("invalid_value", `The id of a document must be a UUID in lower case for Qdrant.`);
}

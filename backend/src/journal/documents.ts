import { EMBEDDING_STATUSES } from "@cosmic/contract";
import type { JournalEntryView } from "@cosmic/contract/app";
import { Type } from "typebox";
import { Value } from "typebox/value";
import type { Service } from "../service/service.ts";

/** Entries are shown without their documents rather than late. */
const PATIENCE_MS = 2_000;
/** Ids of one request; its address must stay below the 16 kB that Node takes. */
const IDS_PER_REQUEST = 100;

const Found = Type.Object({
  results: Type.Array(
    Type.Object({
      id: Type.String(),
      user_id: Type.String(),
      source_id: Type.Union([Type.String(), Type.Null()]),
      embedding_status: Type.Enum([...EMBEDDING_STATUSES]),
    }),
  ),
});

type DocumentOfEntry = NonNullable<JournalEntryView["document"]>;

/** The documents that the service has made of these entries of a user, by the id of the entry. */
export async function findDocuments(
  service: Service,
  source: string,
  userId: string,
  entryIds: readonly string[],
): Promise<Map<string, DocumentOfEntry>> {
  const found = new Map<string, DocumentOfEntry>();
  for (let i = 0; i < entryIds.length; i += IDS_PER_REQUEST) {
    const query = new URLSearchParams({ user_id: userId, source, limit: "200" });
    for (const id of entryIds.slice(i, i + IDS_PER_REQUEST)) query.append("source_id", id);
    const response = await service.ask(`/api/v1/documents/?${query}`, { patienceMs: PATIENCE_MS });
    const answer: unknown = await response.json();
    if (!response.ok || !Value.Check(Found, answer))
      throw new Error(`The service answered ${response.status}.`);
    for (const { id, source_id, user_id, embedding_status } of answer.results) {
      if (user_id === userId && source_id !== null) found.set(source_id, { id, status: embedding_status });
    }
  }
  return found;
}

import type { DocumentEvent, EventType } from "@cosmic/contract";
import { sql } from "drizzle-orm";
import type { Static } from "typebox";
import type { Db } from "../db/open.ts";
import { documents } from "../db/schema.ts";
import type { DocumentRow } from "../documents/document-rows.ts";
import type { Payloads } from "./stored-event.ts";

/** What an event says of a document. */
export const identityColumns = {
  id: documents.id,
  userId: documents.userId,
  source: documents.source,
  sourceId: documents.sourceId,
};
export type DocumentIdentity = Pick<DocumentRow, keyof typeof identityColumns>;

/** Documents of one row: few enough that a row is read and sent at once. */
const DOCUMENTS_PER_ROW = 100;

/**
 * Records that these documents have come to a state. It has to be the last statement of the transaction that brought
 * them there: from here on all others that record something wait until it ends.
 */
export async function recordDocuments(
  tx: Db,
  status: Static<typeof DocumentEvent>["status"],
  changed: readonly DocumentIdentity[],
  error: string | null = null,
): Promise<void> {
  const rows: NewEvent<"document">[] = [];
  for (const [userId, own] of Map.groupBy(changed, (document) => document.userId)) {
    for (let start = 0; start < own.length; start += DOCUMENTS_PER_ROW) {
      const part = own.slice(start, start + DOCUMENTS_PER_ROW);
      const payload = {
        status,
        error,
        documents: part.map(({ id, source, sourceId }): [string, string, string | null] => [
          id,
          source,
          sourceId,
        ]),
      };
      rows.push({ userId, kind: "document", payload });
    }
  }
  await recordEvents(tx, rows);
}

/** Records, as the last statement of its transaction, that this index answers searches from now on. */
export async function recordModel(tx: Db, { id, model }: { id: string; model: string }): Promise<void> {
  await recordEvents(tx, [{ userId: null, kind: "model", payload: { index: id, model } }]);
}

export interface NewEvent<T extends EventType> {
  /** Null if it concerns no single user: then everybody is told. */
  userId: string | null;
  kind: T;
  payload: Payloads[T];
}

/** As for documents: the last statement of a transaction, or one of its own. */
export async function recordEvents(tx: Db, rows: readonly NewEvent<EventType>[]): Promise<void> {
  if (rows.length === 0) return;
  const records = rows.map(({ userId, kind, payload }) => ({ user_id: userId, kind, payload }));
  await tx.execute(sql`
    INSERT INTO events (user_id, kind, payload)
    SELECT user_id, kind, payload
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS record(user_id text, kind text, payload jsonb)`);
}

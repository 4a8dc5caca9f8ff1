import type { EventType } from "@cosmic/contract";
import { and, asc, eq, gte, inArray, isNull, lt, max, min, or } from "drizzle-orm";
import { atMost } from "../at-most.ts";
import type { Db } from "../db/open.ts";
import { events } from "../db/schema.ts";
import type { EventRow } from "./stored-event.ts";

/** Whose events, and which. Those that concern no single user are everybody's. */
export interface EventFilter {
  userId?: string | undefined;
  types?: readonly EventType[] | undefined;
  /** Only what concerns the user, and not what concerns nobody alone: how many documents all have is nobody's business. */
  ownOnly?: boolean;
}

/** Rows from `first` on, before `end` if that is given, in their order. */
export async function readEvents(
  db: Db,
  { first, end, limit }: { first: number; end?: number; limit: number },
  { userId, types, ownOnly = false }: EventFilter = {},
): Promise<EventRow[]> {
  return db
    .select()
    .from(events)
    .where(
      and(
        gte(events.id, first),
        end === undefined ? undefined : lt(events.id, end),
        userId === undefined
          ? undefined
          : or(eq(events.userId, userId), ownOnly ? undefined : isNull(events.userId)),
        types === undefined ? undefined : inArray(events.kind, [...types]),
      ),
    )
    .orderBy(asc(events.id))
    .limit(limit);
}

/** Rows before `first` are no longer kept; rows from `next` on are still to come. */
export interface Window {
  first: number;
  next: number;
}

/**
 * The last row is never deleted, so it tells how far the events have come. A row that is being written has a higher
 * id than all that are visible, and counts as still to come.
 */
export async function readWindow(db: Db): Promise<Window> {
  const [row] = await db.select({ first: min(events.id), last: max(events.id) }).from(events);
  return { first: row?.first ?? 0, next: (row?.last ?? 0) + 1 };
}

/** The events as those read them who come back. */
export interface EventStore {
  window(): Promise<Window>;
  /** What happened before `end`, a page at a time, and whether all of it is still there. */
  missed(
    range: { first: number; end: number; limit: number },
    filter: EventFilter,
  ): Promise<{ rows: EventRow[]; complete: boolean }>;
}

/** @param mostAtOnce queries, so that many who come back together leave connections to others */
export function createEventStore(db: Db, mostAtOnce: number): EventStore {
  const inTurn = atMost(mostAtOnce);
  return {
    window: () => inTurn(() => readWindow(db)),
    missed: (range, filter) =>
      inTurn(async () => {
        const rows = await readEvents(db, range, filter);
        // Looked at last: what was deleted before the rows were read is missing among them.
        const { first } = await readWindow(db);
        return { rows, complete: first <= range.first };
      }),
  };
}

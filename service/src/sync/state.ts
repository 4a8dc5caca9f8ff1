import { IdComparison, STREAM_STATES, type StreamState, SyncResult } from "@cosmic/contract";
import { eq, type SQL, sql } from "drizzle-orm";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { v7 as uuidv7 } from "uuid";
import type { Context } from "../context.ts";
import { syncState } from "../db/schema.ts";
import type { JournalCursor } from "../ports/journal/journal.ts";

type Owner = Pick<Context, "database" | "journal">;

/** What `sync_state.last_result` holds. Each part is written on its own. */
const Reports = {
  sync: SyncResult,
  comparison: IdComparison,
  stream: Type.Object({
    state: Type.Enum([...STREAM_STATES]),
    /** A process that died says nothing more, and from then on the state is not true. */
    until: Type.String(),
  }),
  /** Changes whenever the stream removes documents. */
  removal: Type.String(),
};

/** How far the journal has been read, and what was last heard of it. */
export interface SyncState {
  /** All that was changed before has been read. */
  cursor: JournalCursor | undefined;
  resumeToken: string | undefined;
  lastRunAt: Date | null;
  lastResult: SyncResult | null;
  comparedAt: Date | null;
  comparison: IdComparison | null;
  stream: StreamState;
  /** Another value than before means that documents were removed since. */
  removal: string | null;
}

export async function readState({ database, journal }: Owner): Promise<SyncState> {
  const [row] = await database.orm.select().from(syncState).where(eq(syncState.source, journal.name));
  const reports = row?.lastResult ?? {};
  const stream = Value.Check(Reports.stream, reports.stream) ? reports.stream : undefined;
  return {
    cursor: row?.cursorUpdatedAt
      ? { updatedAt: row.cursorUpdatedAt, ...(row.cursorId === null ? {} : { id: row.cursorId }) }
      : undefined,
    resumeToken: row?.resumeToken ?? undefined,
    lastRunAt: row?.lastRunAt ?? null,
    lastResult: Value.Check(Reports.sync, reports.sync) ? reports.sync : null,
    comparedAt: row?.idsComparedAt ?? null,
    comparison: Value.Check(Reports.comparison, reports.comparison) ? reports.comparison : null,
    stream: stream && Date.parse(stream.until) > Date.now() ? stream.state : "off",
    removal: Value.Check(Reports.removal, reports.removal) ? reports.removal : null,
  };
}

/** Moves the mark forward; a run that is behind another leaves it where it is. */
export async function saveCursor({ database, journal }: Owner, cursor: JournalCursor): Promise<void> {
  const place = { cursorUpdatedAt: cursor.updatedAt, cursorId: cursor.id ?? null };
  await database.orm
    .insert(syncState)
    .values({ source: journal.name, ...place })
    .onConflictDoUpdate({
      target: syncState.source,
      set: place,
      setWhere: sql`${syncState.cursorUpdatedAt} IS NULL OR ${syncState.cursorUpdatedAt} <= ${cursor.updatedAt.toISOString()}::timestamptz`,
    });
}

/** @param result undefined leaves what the run before it said */
export async function saveRun(owner: Owner, startedAt: Date, result: SyncResult | undefined): Promise<void> {
  await save(owner, { lastRunAt: startedAt }, result ? { sync: result } : {});
}

export async function saveComparison(owner: Owner, comparison: IdComparison): Promise<void> {
  await save(owner, { idsComparedAt: new Date() }, { comparison });
}

/** @param seconds for how long this can be taken for true if nothing more is heard */
export async function saveStream(
  owner: Owner,
  state: StreamState,
  seconds: number,
  resumeToken?: string | null,
): Promise<void> {
  const until = new Date(Date.now() + seconds * 1000).toISOString();
  await save(owner, resumeToken === undefined ? {} : { resumeToken }, { stream: { state, until } });
}

/** Said before documents are removed, so that a sync that read their entries earlier does not bring them back. */
export async function announceRemoval(owner: Owner): Promise<void> {
  await save(owner, {}, { removal: uuidv7() });
}

type ReportsPart = { [K in keyof typeof Reports]?: Static<(typeof Reports)[K]> };

async function save(
  { database, journal }: Owner,
  columns: Partial<Omit<typeof syncState.$inferInsert, "source" | "lastResult">>,
  reports: ReportsPart,
): Promise<void> {
  const merged: SQL = sql`coalesce(${syncState.lastResult}, '{}'::jsonb) || ${JSON.stringify(reports)}::jsonb`;
  await database.orm
    .insert(syncState)
    .values({ source: journal.name, ...columns, lastResult: reports })
    .onConflictDoUpdate({ target: syncState.source, set: { ...columns, lastResult: merged } });
}

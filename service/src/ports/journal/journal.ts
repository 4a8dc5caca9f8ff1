/**
 * What a journal must do to be synced: hand out its entries in the order they were changed, say which ids it has,
 * and, where it can, tell of changes as they happen.
 *
 * While the journal cannot be reached, calls reject within seconds with CosmicError `journal_unavailable`.
 */
export interface JournalSource {
  /** Name under which documents remember where they came from. */
  readonly name: string;

  /**
   * Entries changed after the cursor, ordered by (`updatedAt`, id), at most `limit`, fewer if they are long; a
   * page without a cursor is the end. An entry that cannot be mapped comes back as a rejection, so that the
   * cursor moves past it and the rest goes on.
   */
  read(query: JournalQuery): Promise<JournalPage>;

  /** The entries that have these ids, in no particular order. Ids that nobody has are left out. */
  readByIds(ids: readonly string[]): Promise<JournalEntries>;

  /** All ids in an order of the journal's own. `after` is what the previous page returned; without it: the end. */
  listIds(page: { after?: string; limit: number }): Promise<{ ids: string[]; after?: string }>;

  /** Those of the ids that the journal has now. Never asks a copy that may be behind. */
  existing(ids: readonly string[]): Promise<Set<string>>;

  /**
   * Changes as they happen, beginning after `resumeToken`, or now. The first news comes as soon as the journal
   * listens, and another at least every 30 seconds, with no entries if nothing happened. Ends when the signal
   * aborts or after news that is not `changes`; rejects with `journal_unavailable`. Missing where a journal
   * never tells.
   */
  watch?(options: WatchOptions): AsyncIterable<JournalNews>;

  /** Proof that the journal answers. */
  check(): Promise<void>;

  close(): Promise<void>;
}

export interface JournalQuery {
  after?: JournalCursor;
  userId?: string;
  since?: Date;
  /** Only entries that do not say when they were changed; they are in no other reading. Ordered by id. */
  undated?: boolean;
  limit: number;
}

export interface JournalCursor {
  updatedAt: Date;
  /** The place among entries of this very moment, in words of the journal; without it they are all read. */
  id?: string;
}

export interface JournalEntries {
  entries: JournalEntry[];
  rejected: { id: string; reason: string }[];
}

export interface JournalPage extends JournalEntries {
  /** Position after the last entry of this page; absent when the page is empty. */
  cursor?: JournalCursor;
}

export interface JournalEntry {
  id: string;
  userId: string;
  title: string;
  text: string;
  metadata: Record<string, unknown>;
  entryDate: Date | null;
  /** Null if the journal does not say. */
  updatedAt: Date | null;
}

export interface WatchOptions {
  resumeToken?: string;
  signal: AbortSignal;
}

export type JournalNews =
  | ({
      kind: "changes";
      /** Ids of entries that are gone. Each id is in one of the three lists. */
      deleted: string[];
      /** Where to go on once these changes are written. */
      resumeToken: string;
    } & JournalEntries)
  /** Changes were missed: read again, compare the ids, then watch without a token. */
  | { kind: "lost"; reason: string }
  /** This journal cannot tell of changes. */
  | { kind: "unsupported"; reason: string };

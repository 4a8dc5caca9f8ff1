/** What a journal must do to be synced: hand out its entries in the order they were changed. */
export interface JournalSource {
  /** Name under which documents remember where they came from. */
  readonly name: string;

  /**
   * Entries changed after the cursor, ordered by (`updatedAt`, id), at most `limit`. An entry that cannot be
   * mapped comes back as a rejection, so that the cursor moves past it and the rest goes on.
   */
  read(query: JournalQuery): Promise<JournalPage>;

  /** Proof that the journal answers. */
  check(): Promise<void>;

  close(): Promise<void>;
}

export interface JournalQuery {
  after?: JournalCursor;
  userId?: string;
  since?: Date;
  limit: number;
}

export interface JournalCursor {
  updatedAt: Date;
  id: string;
}

export interface JournalPage {
  entries: JournalEntry[];
  rejected: { id: string; reason: string }[];
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
  updatedAt: Date;
}

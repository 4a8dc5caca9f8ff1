/** The entries of all users. Every call names the user, and sees nothing of another one. */
export interface Journal {
  /** Adds entries, but not a sample that is there already. @returns those that were added */
  add(userId: string, entries: readonly NewEntry[]): Promise<Entry[]>;
  find(userId: string, id: string): Promise<Entry | undefined>;
  /** Newest first by (`entryDate`, `id`); oldest first if it goes backwards. */
  list(
    userId: string,
    filter: EntryFilter,
    page: { from?: Place; backwards: boolean; limit: number },
  ): Promise<Entry[]>;
  count(userId: string, filter: EntryFilter): Promise<number>;
  /**
   * Writes a changed entry, which is no sample any more, over the one that was changed at `updatedAt`.
   *
   * @returns false if it has been changed since, or is gone
   */
  replace(entry: Entry, updatedAt: Date): Promise<boolean>;
  /** @returns false if there was none */
  remove(userId: string, id: string): Promise<boolean>;
  /** Moods and tags with how often they are used, most used first, at most 200 of each. */
  vocabulary(userId: string): Promise<Vocabulary>;
  countSamples(userId: string): Promise<number>;
  /** @returns the ids of what was removed */
  removeSamples(userId: string): Promise<string[]>;
  /** Removes all that a user has. */
  removeAll(userId: string): Promise<void>;
}

export interface NewEntry {
  title: string;
  text: string;
  mood: string | null;
  tags: string[];
  entryDate: Date;
  createdAt: Date;
  /** Which entry of the sample journal it is; the id follows from it, so that it is there only once. */
  sampleId?: string;
}

/** Moments are kept to the millisecond. */
export interface Entry {
  id: string;
  userId: string;
  title: string;
  text: string;
  mood: string | null;
  tags: string[];
  entryDate: Date;
  createdAt: Date;
  updatedAt: Date;
  /** From the sample journal, and not changed since. */
  sample: boolean;
}

/** Both moments are included. */
export interface EntryFilter {
  from?: Date;
  to?: Date;
  mood?: string;
  tag?: string;
}

/** A place in the order of a list; what comes after it in the direction of reading is read. */
export interface Place {
  entryDate: Date;
  id: string;
}

export interface Vocabulary {
  moods: Count[];
  tags: Count[];
}

export interface Count {
  value: string;
  count: number;
}

/** Of each in a vocabulary. */
export const VOCABULARY_LIMIT = 200;

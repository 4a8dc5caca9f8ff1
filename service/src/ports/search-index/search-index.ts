/**
 * What a search index must do: hold the passages of documents, each with a vector and its words, and
 * find them again by meaning (dense leg) and by word (lexical leg), filtered inside the index.
 *
 * It is derived data: everything in it can be made again from the documents in the database.
 * One adapter serves many indexes; an index holds vectors of exactly one model.
 *
 * Calls on an index that does not exist or cannot be read reject with CosmicError `index_unavailable`. Nobody's
 * documents are returned to a search that names another user, nor do they change its order or scores.
 */
export interface SearchIndex {
  /**
   * Makes the index unless it exists. Payload indexes exist before the first vector arrives.
   *
   * @throws CosmicError `dimension_mismatch` if it exists with another dimension
   */
  create(index: IndexSpec): Promise<void>;

  /**
   * Makes this index the one that others who look at the store see: on Qdrant it moves the alias. Nothing here
   * depends on it. May be called again at any time, and has to be after the index was dropped and created.
   */
  activate(indexId: string): Promise<void>;

  /** Removes the index and everything in it. No error if there is none. */
  drop(indexId: string): Promise<void>;

  /**
   * Writes the passages of these documents in place of all that the index held of them. Each document
   * is replaced whole or not at all. When it resolves, the documents can be found.
   *
   * @throws CosmicError `dimension_mismatch` or `invalid_value` (a vector that is zero or not finite), and nothing
   * is written; `storage_full`, `storage_read_only`
   */
  replace(indexId: string, documents: readonly IndexedDocument[]): Promise<void>;

  /** Changes what filters see, without touching vectors or words. Unknown documents are ignored. */
  updateAttributes(indexId: string, documentId: string, attributes: DocumentAttributes): Promise<void>;

  /**
   * Removes these documents, or all that there is of a user, from every index. Unknown documents are ignored. What is
   * removed of a user is removed from the files too, as far as the store lets it be done; `docs/privacy.md` says how far.
   */
  remove(documents: readonly string[] | { userId: string }): Promise<void>;

  /** The documents whose best passage is nearest to the vector, best first, equal ones by id. */
  searchDense(indexId: string, query: DenseQuery): Promise<DocumentHit[]>;

  /** The documents whose best passage matches the words best, best first, equal ones by id. */
  searchLexical(indexId: string, query: LexicalQuery): Promise<DocumentHit[]>;

  /** All vectors of these documents, in no particular order. Unknown documents are left out. */
  vectors(indexId: string, documentIds: readonly string[]): Promise<PassageVector[]>;

  /** Document ids in ascending order, for comparing the index with the database in bounded memory. */
  listDocuments(indexId: string, page: { after?: string; limit: number }): Promise<string[]>;

  /** Counts and version, also the proof that the index answers. */
  describe(indexId: string): Promise<IndexDescription>;

  /** What the last write said if it found no space on the disk, for some seconds: who reads is answered all the same. */
  fullDisk(): string | undefined;

  /** What all indexes together hold of a user, counted where it is kept and not from a summary. */
  countUser(userId: string): Promise<{ documents: number; passages: number }>;

  /**
   * Copies all indexes, each as it is at one moment, into a folder that this makes, and from which this adapter can open
   * them. False where a server keeps them, which has backups of its own.
   */
  copyTo(folder: string): Promise<boolean>;

  close(): Promise<void>;
}

export interface IndexSpec {
  id: string;
  /** Components of a vector. */
  dimension: number;
}

export interface IndexedDocument {
  documentId: string;
  userId: string;
  attributes: DocumentAttributes;
  passages: readonly IndexedPassage[];
}

/** What filters see of a document. */
export interface DocumentAttributes {
  documentType: string;
  metadata: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970 UTC: `entry_date`, or `created_at` where there is none. */
  date: number;
}

export interface IndexedPassage {
  /** 0-based position within the document. */
  ordinal: number;
  /** Offsets into the document's text in UTF-16 code units, end exclusive. */
  start: number;
  end: number;
  /** What the lexical leg sees: the passage, with the title in front where that is configured. */
  text: string;
  /** Unit length, `dimension` components. */
  vector: Float32Array;
}

export interface SearchFilter {
  userId?: string;
  documentType?: string;
  /** Every pair must be present in the document's metadata with an equal value. Nested values never are equal. */
  metadata?: Readonly<Record<string, string | number | boolean | null>>;
  /** Milliseconds since 1970 UTC, both inclusive. */
  dateFrom?: number;
  dateTo?: number;
}

export interface DenseQuery {
  vector: Float32Array;
  filter: SearchFilter;
  /** How many documents at the most. */
  limit: number;
  /** Cosine below which nothing is returned. */
  minScore?: number;
}

export interface LexicalQuery {
  /** As the user typed it; the adapter analyses it with `lexical/analyse.ts`. Never a syntax error. */
  text: string;
  /** Also finds words that begin with the last one, for search while typing. */
  prefix?: boolean;
  filter: SearchFilter;
  limit: number;
}

export interface DocumentHit {
  documentId: string;
  /** Dense: cosine of the best passage, -1 to 1. Lexical: BM25, above 0, comparable within one answer. */
  score: number;
  passage: { ordinal: number; start: number; end: number };
}

export interface IndexDescription {
  documents: number;
  passages: number;
  /** Name and version of what answers, such as `SQLite 3.53.4`. */
  engine: string;
}

export interface PassageVector {
  documentId: string;
  ordinal: number;
  vector: Float32Array;
}

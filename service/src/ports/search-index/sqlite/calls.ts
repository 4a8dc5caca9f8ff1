import type {
  DenseQuery,
  DocumentAttributes,
  DocumentHit,
  IndexDescription,
  IndexedDocument,
  IndexSpec,
  LexicalQuery,
  PassageVector,
  SearchIndex,
} from "../search-index.ts";

export type UserCount = Awaited<ReturnType<SearchIndex["countUser"]>>;

/** What a thread can be asked for. Arguments and results cross by structured clone. */
export type Calls = Record<string, (...parameters: never[]) => unknown>;

export type WriterCalls = {
  create(index: IndexSpec): void;
  drop(indexId: string): void;
  replace(indexId: string, documents: readonly IndexedDocument[]): void;
  updateAttributes(indexId: string, documentId: string, attributes: DocumentAttributes): void;
  remove(documentIds: readonly string[]): void;
  /** One part of it, so that other writers get their turn; true while there is more. */
  removeUser(userId: string): boolean;
  copyTo(folder: string): void;
  close(): void;
};

export type DenseCalls = {
  searchDense(indexId: string, query: DenseQuery): DocumentHit[];
  /** Lets go of the file and the vectors of an index that has been dropped. */
  forget(indexId: string): void;
  close(): void;
};

export type ReaderCalls = {
  searchLexical(indexId: string, query: LexicalQuery): DocumentHit[];
  vectors(indexId: string, documentIds: readonly string[]): PassageVector[];
  listDocuments(indexId: string, page: { after?: string; limit: number }): string[];
  describe(indexId: string): IndexDescription;
  countUser(userId: string): UserCount;
  /** Lets go of the file of an index that has been dropped. */
  forget(indexId: string): void;
  close(): void;
};

import { afterAll, afterEach, beforeAll, beforeEach, describe } from "vitest";
import type { SearchIndex } from "../../src/ports/search-index/search-index.ts";
import { denseContract } from "./search-index.dense.contract.ts";
import { erasingContract } from "./search-index.erasing.contract.ts";
import { filterContract } from "./search-index.filters.contract.ts";
import {
  DIMENSION,
  INDEX,
  INDEXES_ALIKE,
  OTHER_INDEX,
  type SearchIndexStore,
} from "./search-index.fixtures.ts";
import { lexicalContract } from "./search-index.lexical.contract.ts";
import { writingContract } from "./search-index.writing.contract.ts";

/** The index under test. */
export interface Subject {
  readonly index: SearchIndex;
  reopen(): Promise<SearchIndex>;
}

/** What every adapter has to do. Each test begins with one empty index. */
export function searchIndexContract(adapter: string, createStore: () => Promise<SearchIndexStore>): void {
  describe(`search index on ${adapter}`, { timeout: 60_000 }, () => {
    let store: SearchIndexStore;
    let index: SearchIndex;
    const subject: Subject = {
      get index() {
        return index;
      },
      async reopen() {
        index = await store.reopen();
        return index;
      },
    };

    beforeAll(async () => {
      store = await createStore();
      index = store.index;
    }, 60_000);
    afterAll(() => store.dispose());
    beforeEach(() => index.create({ id: INDEX, dimension: DIMENSION }));
    afterEach(async () => {
      for (const id of [INDEX, OTHER_INDEX, ...INDEXES_ALIKE]) await index.drop(id);
    });

    describe("writing", () => writingContract(subject));
    describe("erasing", () => erasingContract(subject));
    describe("dense leg", () => denseContract(subject));
    describe("lexical leg", () => lexicalContract(subject));
    describe("filters", () => filterContract(subject));
  });
}

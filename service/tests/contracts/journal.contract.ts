import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { JournalCursor, JournalEntry, JournalSource } from "../../src/ports/journal/journal.ts";

/** What a test writes, as the application of that journal would. */
export interface WrittenEntry {
  userId: string;
  title: string;
  text: string;
  mood?: string;
  tags?: string[];
  entryDate?: Date;
  createdAt: Date;
  updatedAt: Date;
}

export interface JournalStore {
  journal: JournalSource;
  /** @returns the ids, as text */
  add(entries: readonly WrittenEntry[]): Promise<string[]>;
  remove(ids: readonly string[]): Promise<void>;
  clear(): Promise<void>;
  dispose(): Promise<void>;
}

const T0 = Date.parse("2026-01-01T00:00:00.000Z");
const at = (ms: number) => new Date(T0 + ms);
const byText = (a: string, b: string) => (a < b ? -1 : 1);

function entry(ms: number, more: Partial<WrittenEntry> = {}): WrittenEntry {
  return {
    userId: "ada",
    title: `Day ${ms}`,
    text: `Written at ${ms}.`,
    createdAt: at(0),
    updatedAt: at(ms),
    ...more,
  };
}

export function journalContract(adapter: string, createStore: () => Promise<JournalStore>): void {
  describe(`journal on ${adapter}`, () => {
    let store: JournalStore;
    let journal: JournalSource;

    beforeAll(async () => {
      store = await createStore();
      journal = store.journal;
    });
    afterAll(() => store.dispose());
    afterEach(() => store.clear());

    async function readAll(query: Omit<Parameters<JournalSource["read"]>[0], "limit">, limit: number) {
      const entries: JournalEntry[] = [];
      for (let after: JournalCursor | undefined = query.after; ; ) {
        const page = await journal.read({ ...query, limit, ...(after && { after }) });
        expect(page.entries.length).toBeLessThanOrEqual(limit);
        entries.push(...page.entries);
        if (!page.cursor) return entries;
        after = page.cursor;
      }
    }

    test("that is empty has one page without a cursor", async () => {
      expect(await journal.read({ limit: 10 })).toEqual({ entries: [], rejected: [] });
      expect(await journal.listIds({ limit: 10 })).toEqual({ ids: [] });
      await journal.check();
    });

    test("gives an entry as it was written", async () => {
      const more = { mood: "calm", tags: ["sea", "boats"], entryDate: at(-86_400_000) };
      const [id = ""] = await store.add([entry(5, more)]);
      const { entries } = await journal.read({ limit: 10 });
      expect(entries).toEqual([
        {
          id,
          userId: "ada",
          title: "Day 5",
          text: "Written at 5.",
          metadata: { mood: "calm", tags: ["sea", "boats"] },
          entryDate: at(-86_400_000),
          updatedAt: at(5),
        },
      ]);
      expect((await journal.readByIds([id])).entries).toEqual(entries);
    });

    test("dates an entry without a date by when it was made", async () => {
      await store.add([entry(5)]);
      const { entries } = await journal.read({ limit: 10 });
      expect(entries[0]).toMatchObject({ entryDate: at(0), metadata: {} });
    });

    test.each([1, 3, 7, 100])("is read in pages of %i, in order, each entry once", async (limit) => {
      const moments = [9, 3, 3, 3, 3, 1, 7, 7, 2, 3];
      const ids = await store.add(moments.map((ms) => entry(ms)));
      const entries = await readAll({}, limit);
      expect(entries.map(({ updatedAt }) => updatedAt?.getTime())).toEqual(
        moments.toSorted((a, b) => a - b).map((ms) => T0 + ms),
      );
      expect(entries.map(({ id }) => id).sort(byText)).toEqual(ids.toSorted(byText));
    });

    test("goes on after a cursor, and from a moment on if the cursor has no id", async () => {
      await store.add([1, 2, 2, 3].map((ms) => entry(ms)));
      const { cursor } = await journal.read({ limit: 2 });
      if (!cursor) throw new Error("no cursor");
      expect(await readAll({ after: cursor }, 10)).toHaveLength(2);
      expect(await readAll({ after: { updatedAt: at(2) } }, 10)).toHaveLength(3);
      expect(await readAll({ after: { updatedAt: at(4) } }, 10)).toEqual([]);
    });

    test("finds what was written behind the cursor of somebody else", async () => {
      await store.add([entry(10)]);
      const { cursor } = await journal.read({ limit: 10 });
      if (!cursor) throw new Error("no cursor");
      const [late = ""] = await store.add([entry(9)]);
      expect(await readAll({ after: cursor }, 10)).toEqual([]);
      const again = await readAll({ after: { updatedAt: at(10 - 5) } }, 10);
      expect(again.map(({ id }) => id)).toContain(late);
    });

    test("reads one user's entries, and those since a time", async () => {
      await store.add([entry(1), entry(2, { userId: "bob" }), entry(3)]);
      expect((await readAll({ userId: "ada" }, 1)).map(({ title }) => title)).toEqual(["Day 1", "Day 3"]);
      expect((await readAll({ since: at(2) }, 1)).map(({ title }) => title)).toEqual(["Day 2", "Day 3"]);
      expect(await readAll({ userId: "ada", since: at(2) }, 10)).toHaveLength(1);
      expect(await readAll({ userId: "nobody" }, 10)).toEqual([]);
    });

    test("has no undated entries where all are dated", async () => {
      await store.add([entry(1)]);
      expect((await journal.read({ limit: 10, undated: true })).entries).toEqual([]);
    });

    test("lists every id once", async () => {
      const ids = await store.add(Array.from({ length: 7 }, (_, i) => entry(i)));
      for (const limit of [1, 3, 7, 10]) {
        const listed: string[] = [];
        for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
          const page = await journal.listIds({ limit, ...(after === undefined ? {} : { after }) });
          expect(page.ids.length).toBeLessThanOrEqual(limit);
          listed.push(...page.ids);
          after = page.after;
        }
        expect(listed.sort(byText)).toEqual(ids.toSorted(byText));
      }
    });

    test("says which ids it has, and reads them", async () => {
      const ids = await store.add([entry(1), entry(2), entry(3)]);
      const [gone = "", ...kept] = ids;
      await store.remove([gone]);
      const strange = ["", "5", "no such id", "6b04b797a2480220fcd744b5", "\0", "{}", "é".repeat(300)];
      expect(await journal.existing([...ids, ...strange])).toEqual(new Set(kept));
      const read = await journal.readByIds([...ids, ...strange]);
      expect(read.entries.map(({ id }) => id).sort(byText)).toEqual(kept.toSorted(byText));
      expect(read.rejected).toEqual([]);
      expect(await journal.existing([])).toEqual(new Set());
      expect(await journal.readByIds([])).toEqual({ entries: [], rejected: [] });
    });

    test("knows its ids in capital letters too, as other programs write them", async () => {
      const [id = ""] = await store.add([entry(1)]);
      expect(await journal.existing([id.toUpperCase()])).toEqual(new Set([id.toUpperCase()]));
    });
  });
}

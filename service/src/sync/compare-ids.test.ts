import { randomUUID } from "node:crypto";
import { inArray } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { documents, embeddingStates, journalEntries } from "../db/schema.ts";
import { compareIds } from "./compare-ids.ts";
import { runSync } from "./run-sync.ts";
import { announceRemoval, readState } from "./state.ts";
import { documentTexts, run, type TestContext, useTestContext, withJournal } from "./test-context.ts";

const T = new Date("2026-01-01T00:00:00.000Z");

async function add(context: TestContext, count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, i) => ({
    id: randomUUID(),
    userId: "ada",
    text: `Entry ${i}.`,
    createdAt: T,
    updatedAt: T,
  }));
  await context.database.orm.insert(journalEntries).values(rows);
  return rows.map(({ id }) => id);
}

const remove = (context: TestContext, ids: readonly string[]) =>
  context.database.orm.delete(journalEntries).where(inArray(journalEntries.id, [...ids]));

async function synced(count: number) {
  const context = opened();
  const ids = await add(context, count);
  await runSync(context, {}, run);
  return { context, ids };
}

const opened = useTestContext();

describe("a comparison of ids", () => {
  test("removes what is gone, adds what is missing, and leaves other sources alone", async () => {
    const { context, ids } = await synced(1200);
    const [own] = await context.database.orm.select().from(documents).limit(1);
    if (!own) throw new Error("no document");
    const other = { ...own, id: randomUUID(), source: "api", sourceId: ids[0] ?? "" };
    await context.database.orm.insert(documents).values(other);
    const gone = [...ids.slice(0, 3), ...ids.slice(-3)];
    await remove(context, gone);
    // Behind the mark, where no sync looks again.
    const missing = await add(context, 2);

    const result = await compareIds(context, {}, run);
    expect(result).toMatchObject({ entries: 1196, documents: 1202, created: 2, deleted: 6, withheld: 0 });
    const left = await documentTexts(context);
    for (const id of gone) expect(left).not.toHaveProperty(id);
    for (const id of missing) expect(left).toHaveProperty(id);
    const states = await context.database.orm.select().from(embeddingStates);
    expect(states).toHaveLength(1196);
    expect(await context.database.orm.select().from(documents)).toHaveLength(1197);
    const state = await readState(context);
    expect(state.comparison).toEqual(result);
    expect(state.comparedAt).toBeInstanceOf(Date);
    expect(await compareIds(context, {}, run)).toMatchObject({ created: 0, deleted: 0 });
  });

  test("takes a journal that is suddenly empty for a fault, until told otherwise", async () => {
    const { context, ids } = await synced(30);
    await remove(context, ids);
    expect(await compareIds(context, {}, run)).toMatchObject({ entries: 0, deleted: 0, withheld: 30 });
    expect(Object.keys(await documentTexts(context))).toHaveLength(30);
    expect(context.logged.map(({ msg }) => msg)).toContainEqual(
      expect.stringMatching(/no document was removed/),
    );
    expect(await runSync(context, { force: true }, run)).toMatchObject({ deleted: 30 });
    expect(await documentTexts(context)).toEqual({});
  });

  test.each([
    [40, 20, 20],
    [40, 21, 0],
    [21, 20, 20],
    [21, 21, 0],
    [60, 30, 30],
    [60, 31, 0],
  ])("of %i documents with %i gone removes %i", async (count, gone, deleted) => {
    const { context, ids } = await synced(count);
    await remove(context, ids.slice(0, gone));
    expect(await compareIds(context, {}, run)).toMatchObject({ deleted, withheld: gone - deleted });
  });

  test("removes nothing when the journal goes away in the middle", async () => {
    const { context, ids } = await synced(10);
    await remove(context, ids.slice(0, 2));
    const away = withJournal(context, {
      ...context.journal,
      existing: () => Promise.reject(new Error("away")),
    });
    await expect(compareIds(away, {}, run)).rejects.toThrow("away");
    expect(Object.keys(await documentTexts(context))).toHaveLength(10);
  });
});

describe("a sync beside a stream that removes documents", () => {
  test("does not bring back an entry that it had read before it was deleted", async () => {
    const context = opened();
    const [gone = "", kept = ""] = await add(context, 2);
    const { journal } = context;
    const raced = withJournal(context, {
      ...journal,
      async *watch() {},
      async read(query) {
        const page = await journal.read(query);
        if (page.entries.length === 0) return page;
        // What the stream does when the deletion reaches it between reading and writing.
        await remove(context, [gone]);
        await announceRemoval(context);
        return page;
      },
    });
    await runSync(raced, {}, run);
    expect(Object.keys(await documentTexts(context))).toEqual([kept]);
  });
});

import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { documents, journalEntries } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";
import { runSync } from "./run-sync.ts";
import { readState } from "./state.ts";
import {
  documentTexts,
  run,
  type TestContext,
  useTestContext,
  withJournal,
  withSettings,
} from "./test-context.ts";

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

async function add(context: TestContext, more: Partial<typeof journalEntries.$inferInsert> = {}) {
  const id = randomUUID();
  const row = {
    id,
    userId: "ada",
    text: `Entry ${id}.`,
    createdAt: ago(3600),
    updatedAt: ago(3600),
    ...more,
  };
  await context.database.orm.insert(journalEntries).values(row);
  return id;
}

const opened = useTestContext();

describe("a sync", () => {
  test("reads everything, then only what changed", async () => {
    const context = opened();
    const ids = [await add(context), await add(context), await add(context)];
    expect(await runSync(context, {}, run)).toMatchObject({ read: 3, created: 3, rejected_count: 0 });
    expect(Object.keys(await documentTexts(context)).sort()).toEqual(ids.toSorted());
    expect(await runSync(context, {}, run)).toMatchObject({ read: 0 });
    const change = { text: "Changed.", updatedAt: new Date() };
    await context.database.orm
      .update(journalEntries)
      .set(change)
      .where(eq(journalEntries.id, ids[0] ?? ""));
    expect(await runSync(context, {}, run)).toMatchObject({ read: 1, updated: 1 });
    expect(await runSync(context, { force: true }, run)).toMatchObject({ read: 3, unchanged: 3, deleted: 0 });
  });

  test("finds what turns up later than its time says, within the overlap", async () => {
    const context = withSettings(opened(), { overlapSeconds: 60 });
    await add(context, { updatedAt: ago(1) });
    await runSync(context, {}, run);
    const late = await add(context, { updatedAt: ago(30) });
    expect(await runSync(context, {}, run)).toMatchObject({ created: 1 });
    expect(await documentTexts(context)).toHaveProperty(late);
  });

  test("is not led ahead by a clock that is", async () => {
    const context = withSettings(opened(), { overlapSeconds: 60 });
    await add(context, { updatedAt: ago(-86_400) });
    await runSync(context, {}, run);
    const next = await add(context, { updatedAt: ago(0) });
    expect(await runSync(context, {}, run)).toMatchObject({ created: 1 });
    expect(await documentTexts(context)).toHaveProperty(next);
  });

  test("leaves out what cannot be a document, says why, and goes on", async () => {
    const context = opened();
    const bad = {
      [await add(context, { text: " " })]: /empty/,
      [await add(context, { text: "x".repeat(10_001) })]: /10001 bytes/,
      [await add(context, { title: "x".repeat(1001) })]: /title has 1001 characters/,
      [await add(context, { userId: "u".repeat(201) })]: /userId has 201 characters/,
      [await add(context, { tags: ["x".repeat(70_000)] })]: /metadata/,
    };
    await add(context);
    const { journal } = context;
    const withNul = withJournal(context, {
      ...journal,
      async read(query) {
        const page = await journal.read(query);
        const [first] = page.entries;
        if (first) page.entries.push({ ...first, id: "n\0l", text: "a\0b" }, { ...first, id: "h\ud800" });
        return page;
      },
    });
    const result = await runSync(withNul, {}, run);
    expect(result).toMatchObject({ read: 8, created: 1, rejected_count: 7 });
    for (const [id, reason] of Object.entries(bad)) {
      expect(result.rejected.find((it) => it.id === id)?.reason).toMatch(reason);
    }
    expect(result.rejected.map(({ id }) => id)).toContain("nl");
    expect((await readState(context)).lastResult).toEqual(result);
  });

  test("rejects an entry that changed its user, and only that", async () => {
    const context = opened();
    const id = await add(context);
    await runSync(context, {}, run);
    const change = { userId: "eve", text: "Mine now.", updatedAt: new Date() };
    await context.database.orm.update(journalEntries).set(change).where(eq(journalEntries.id, id));
    await add(context, { updatedAt: new Date() });
    expect(await runSync(context, {}, run)).toMatchObject({
      created: 1,
      rejected: [{ id, reason: expect.stringMatching(/belongs to another user/) }],
    });
    const [row] = await context.database.orm.select().from(documents).where(eq(documents.sourceId, id));
    expect(row).toMatchObject({ userId: "ada", text: `Entry ${id}.` });
  });

  test("reads one user, or since a time, and leaves the mark alone", async () => {
    const context = opened();
    await add(context, { userId: "bob" });
    await add(context, { updatedAt: ago(60) });
    expect(await runSync(context, { user_id: "bob" }, run)).toMatchObject({ read: 1 });
    expect(await runSync(context, { since: ago(120).toISOString() }, run)).toMatchObject({ read: 1 });
    expect(await readState(context)).toMatchObject({ cursor: undefined, lastRunAt: null });
  });

  test("goes on where it was when the journal went away", async () => {
    const context = opened();
    const { journal } = context;
    for (let i = 0; i < 5; i++) await add(context, { updatedAt: ago(3600 - i) });
    let pages = 0;
    const flaky = withJournal(context, {
      ...journal,
      async read(query) {
        if (++pages === 3) throw new CosmicError("journal_unavailable", "away", { retryAfter: 1 });
        return journal.read({ ...query, limit: 2 });
      },
    });
    await expect(runSync(flaky, {}, run)).rejects.toMatchObject({ code: "journal_unavailable" });
    expect(Object.keys(await documentTexts(context))).toHaveLength(4);
    expect(await runSync(context, {}, run)).toMatchObject({ read: 1, created: 1 });
  });
});

import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { documents, embeddingStates, embeddings } from "../db/schema.ts";
import { createDocuments } from "../documents/create.ts";
import { deleteDocumentRows } from "../documents/document-rows.ts";
import { type TestContext, useTestContext } from "../sync/test-context.ts";
import { embedDocuments } from "./embed-documents.ts";
import { markPending } from "./embedding-states.ts";
import { embedJob } from "./request-embedding.ts";

const opened = useTestContext();

const TEXTS = ["The lake was cold.", "The river was wild.", "The sea was far."];
/** Another one in each test: the rows are emptied in between, the index is not. */
let user: string;
beforeEach(() => {
  user = randomUUID();
});

async function write(context: Context): Promise<string[]> {
  const inputs = TEXTS.map((text) => ({ input: { user_id: user, text, metadata: { place: "old" } } }));
  const { results } = await createDocuments(context, inputs);
  return results.map(({ id }) => id ?? "");
}

const embed = (context: Context, ids: string[], attempt = 1) => {
  const job = { id: "job", attempt, signal: new AbortController().signal, progress() {} };
  return embedDocuments(context, { document_ids: ids }, job);
};

const states = async ({ database }: Context) => {
  const rows = await database.orm.select({ status: embeddingStates.status }).from(embeddingStates);
  return rows.map(({ status }) => status);
};

/** Ids of what the index finds by words, of documents of that place. */
async function found({ searchIndex, indexes }: Context, text: string, place: string): Promise<string[]> {
  const filter = { userId: user, metadata: { place } };
  const hits = await searchIndex.searchLexical(indexes.active.id, { text, prefix: false, filter, limit: 10 });
  return hits.map(({ documentId }) => documentId);
}

/** The same, and something happens as soon as the documents are in the index and not yet recorded as embedded. */
function meanwhile(context: TestContext, happens: () => Promise<unknown>): Context {
  const { searchIndex } = context;
  return {
    ...context,
    searchIndex: {
      ...searchIndex,
      async replace(...parameters) {
        await searchIndex.replace(...parameters);
        await happens();
      },
    },
  };
}

it("takes on, embeds and records", async () => {
  const context = opened();
  const ids = await write(context);
  expect(await embed(context, ids)).toEqual({ completed: 3, failed: 0 });
  expect(await states(context)).toEqual(["completed", "completed", "completed"]);
  expect(await found(context, "river", "old")).toEqual([ids[1]]);
  // Another job for them finds nothing to do.
  expect(await embed(context, ids)).toEqual({ completed: 0, failed: 0 });
});

describe("what is written while documents are embedded has the last word:", () => {
  it("attributes", async () => {
    const context = opened();
    const ids = await write(context);
    const change = { metadata: { place: "new" }, updatedAt: new Date() };
    const changing = meanwhile(context, () =>
      context.database.orm
        .update(documents)
        .set(change)
        .where(eq(documents.id, ids[1] ?? "")),
    );
    expect(await embed(changing, ids)).toEqual({ completed: 3, failed: 0 });
    expect(await found(context, "lake river sea", "new")).toEqual([ids[1]]);
    expect(await found(context, "river", "old")).toEqual([]);
  });

  it("a deletion", async () => {
    const context = opened();
    const ids = await write(context);
    const deleting = meanwhile(context, () => deleteDocumentRows(context.database.orm, [ids[1] ?? ""]));
    await embed(deleting, ids);
    expect(await states(context)).toEqual(["completed", "completed"]);
    expect((await found(context, "lake river sea", "old")).toSorted()).toEqual([ids[0], ids[2]].toSorted());
    const recorded = await context.database.orm.select({ id: embeddings.documentId }).from(embeddings);
    expect(recorded).toHaveLength(2);
  });

  it("another text, which is still to be embedded", async () => {
    const context = opened();
    const ids = await write(context);
    const changing = meanwhile(context, () => markPending(context.database.orm, [ids[1] ?? ""]));
    await embed(changing, ids);
    expect((await states(context)).toSorted()).toEqual(["completed", "completed", "pending"]);
    expect(await embed(context, ids)).toEqual({ completed: 1, failed: 0 });
  });
});

describe("documents that are too much for one statement", () => {
  afterEach(() => opened().database.orm.execute(sql`DROP FUNCTION refuse_many CASCADE`));

  it("are taken on one by one on the last try", async () => {
    const context = opened();
    await context.database.orm.execute(
      sql.raw(`
      CREATE FUNCTION refuse_many() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT count(*) FROM changed) > 1 THEN
          RAISE EXCEPTION 'string too long' USING ERRCODE = 'program_limit_exceeded';
        END IF;
        RETURN NULL;
      END $$`),
    );
    await context.database.orm.execute(
      sql.raw(`
      CREATE TRIGGER refuse_many AFTER UPDATE ON embedding_states REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_many()`),
    );
    const ids = await write(context);
    await expect(embed(context, ids)).rejects.toThrow();
    expect(await states(context)).toEqual(["pending", "pending", "pending"]);
    expect(await embed(context, ids, embedJob.attempts)).toEqual({ completed: 3, failed: 0 });
  });
});

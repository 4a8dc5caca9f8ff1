import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it, onTestFinished } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { Context } from "../../src/context.ts";
import { documents, journalEntries } from "../../src/db/schema.ts";
import { createDocument, createDocuments } from "../../src/documents/create.ts";
import { CosmicError } from "../../src/errors.ts";
import { createLog } from "../../src/log.ts";
import { openContext } from "../../src/open-context.ts";
import { runJobs } from "../../src/run-jobs.ts";
import { pushEntries } from "../../src/sync/push-entries.ts";
import { readReceipt } from "../../src/users/erasure/receipt.ts";
import { requestErasure } from "../../src/users/erasure/request.ts";
import { ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import { until } from "./test-service.ts";

async function postgres(): Promise<Record<string, string>> {
  const own = await ownDatabase();
  onTestFinished(own.drop);
  return { DATABASE_URL: own.url };
}

async function open(env: Record<string, string>): Promise<Context> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-erasure-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const config = readConfig({ DATA_DIR: folder, EMBEDDING_WORKERS: "1", ...env });
  const log = createLog({ level: "error", pretty: false });
  const context = await openContext(config, { command: "test", log, onDownload: () => {} });
  onTestFinished(() => context[Symbol.asyncDispose]());
  await runJobs(context);
  return context;
}

const databases: [string, () => Promise<Record<string, string>>][] = [
  ["PGlite", async () => ({})],
  ...(WITHOUT_POSTGRES
    ? []
    : [["PostgreSQL", postgres] satisfies [string, () => Promise<Record<string, string>>]]),
];

describe.each(databases)("an erasure on %s", (_name, database) => {
  it("leaves nothing of what is written while it begins, and refuses the rest", async () => {
    const context = await open(await database());
    const { orm } = context.database;
    let refused = 0;
    const refuse = (error: unknown) => {
      if (!(error instanceof CosmicError) || error.code !== "user_erased") throw error;
      refused++;
    };
    const write = async (i: number) => {
      const input = { user_id: "ada", text: `Written at the last moment, ${i}.` };
      await createDocument(context, input).catch(refuse);
      await createDocument(context, { ...input, source_id: `e${i}` }).catch(refuse);
      await createDocuments(context, [{ input }, { input: { ...input, user_id: "ben" } }]);
      const [id, now] = [randomUUID(), new Date()];
      await orm
        .insert(journalEntries)
        .values({ id, userId: "ada", text: "x", createdAt: now, updatedAt: now });
      await pushEntries(context, [id]);
    };
    const writers = Array.from({ length: 6 }, async (_, k) => {
      for (let i = 0; refused < 8; i++) await write(k * 1000 + i);
    });
    await until(
      async () => (await orm.select({ id: documents.id }).from(documents).limit(20)).length === 20,
      1,
    );
    await requestErasure(context, "ada");
    await Promise.all(writers);
    await until(async () => (await readReceipt(context, "ada")).state !== "running");
    const receipt = await readReceipt(context, "ada");
    expect(receipt.state).toBe("completed");
    expect(receipt.removed.documents).toBeGreaterThan(0);
    expect(await orm.select().from(documents).where(eq(documents.userId, "ada"))).toEqual([]);
    expect(await context.searchIndex.countUser("ada")).toEqual({ documents: 0, passages: 0 });
    const own = await orm.select({ id: documents.id }).from(documents).where(eq(documents.userId, "ben"));
    expect(own.length).toBeGreaterThanOrEqual(6);
  });
});

describe.skipIf(WITHOUT_POSTGRES !== "")(`an erasure on PostgreSQL${WITHOUT_POSTGRES}`, () => {
  it("waits for a transaction that had written before the mark was set", async () => {
    const context = await open(await postgres());
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: written, resolve: wrote } = Promise.withResolvers<void>();
    const late = context.database.orm.transaction(async (tx) => {
      await tx.execute(sql`
        WITH written AS (
          INSERT INTO documents (id, user_id, title, text, document_type, metadata, source, content_hash, created_at, updated_at)
          SELECT gen_random_uuid(), 'ada', '', 'late', 't', '{}', 'api', '', now(), now() RETURNING id)
        INSERT INTO embedding_states (document_id, status, revision, changed_at)
        SELECT id, 'completed', 1, now() FROM written`);
      wrote();
      await held;
    });
    await written;
    const { job_id } = await requestErasure(context, "ada");
    await until(async () => (await context.queue.get(job_id))?.state === "active");
    expect((await readReceipt(context, "ada")).state).toBe("running");
    release();
    await late;
    await until(async () => (await readReceipt(context, "ada")).state !== "running");
    expect(await readReceipt(context, "ada")).toMatchObject({
      state: "completed",
      removed: { documents: 1 },
    });
  });
});

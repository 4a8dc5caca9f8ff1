import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserExport } from "@cosmic/contract";
import { sql } from "drizzle-orm";
import { expect, it, onTestFinished } from "vitest";
import { readConfig } from "../../src/config.ts";
import { buildApp } from "../../src/http/app.ts";
import { createLog } from "../../src/log.ts";
import { openContext } from "../../src/open-context.ts";
import { bodyOf, connect, until } from "./test-service.ts";

/** A service without workers, whose readings of documents are counted. */
async function start() {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-export-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const log = createLog({ level: "error", pretty: false });
  const config = readConfig({ DATA_DIR: folder, PORT: "0", EMBEDDING_WORKERS: "1" });
  const context = await openContext(config, { command: "test", log, onDownload: () => {} });
  onTestFinished(() => context[Symbol.asyncDispose]());
  const { orm } = context.database;
  const readings = { count: 0 };
  const select = orm.select.bind(orm);
  const counted = Object.assign(Object.create(orm), {
    select: (...columns: Parameters<typeof select>) => {
      readings.count++;
      return select(...columns);
    },
  });
  const app = await buildApp({ ...context, database: { ...context.database, orm: counted } });
  onTestFinished(() => app.close());
  const { request, address } = connect(await app.listen({ host: "127.0.0.1", port: 0 }));
  const add = (user: string, count: number, characters: number) =>
    orm.execute(sql`
      WITH written AS (
        INSERT INTO documents (id, user_id, title, text, document_type, metadata, source, content_hash, created_at, updated_at)
        SELECT gen_random_uuid(), ${user}, 'Day ' || i, repeat('x', ${characters}::int), 'journal_entry', '{}', 'api', '',
          -- Several at one moment, and finer than a millisecond is not kept.
          now() - (i / 7) * interval '1 minute', now()
        FROM generate_series(1, ${count}::int) i RETURNING id)
      INSERT INTO embedding_states (document_id, status, revision, changed_at)
      SELECT id, 'failed', 1, now() FROM written`);
  const post = (body: object) => request("POST", "/api/v1/documents/", JSON.stringify(body));
  const open = (user: string, format = "json", signal?: AbortSignal) =>
    fetch(`${address}/api/v1/users/${encodeURIComponent(user)}/export/?format=${format}`, {
      ...(signal ? { signal } : {}),
    });
  return { add, post, open, readings };
}

it("exports every document with all its fields, once, and nobody else's", async () => {
  const { add, post, open } = await start();
  await add("ada", 323, 10);
  await add("ben", 20, 10);
  const sent = {
    title: 'Quotes " and\nlines',
    text: "Ünïcode 🚢\n# not a heading of ours",
    metadata: { mood: "calm", tags: ["a", "b"], nested: { deep: [1] } },
    entry_date: "2026-01-31T08:15:00.000Z",
    document_type: "note",
    source_id: "entry-1",
  };
  await post({ user_id: "ada", ...sent });
  const answer = await open("ada");
  expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toBe(
    `attachment; filename="journal-ada.json"; filename*=UTF-8''journal-ada.json`,
  );
  const lines = (await answer.clone().text()).split("\n");
  // Before, between and after the lists of documents, feedback and themes, and the end of the last line.
  expect(lines).toHaveLength(324 + 5);
  const exported = await bodyOf(UserExport, answer);
  expect(exported).toMatchObject({ user_id: "ada", model: "all-MiniLM-L6-v2" });
  expect(new Set(exported.documents.map(({ id }) => id)).size).toBe(324);
  expect(exported.documents.every(({ user_id }) => user_id === "ada")).toBe(true);
  expect(exported.documents.at(-1)).toMatchObject(sent);
});

it("exports one readable text, by the dates the entries are about", async () => {
  const { post, open } = await start();
  await post({ user_id: "ada/b", title: "Later", text: "Second.", entry_date: "2026-02-01" });
  await post({
    user_id: "ada/b",
    title: "First",
    text: "One.\n\nTwo.\n",
    entry_date: "2025-02-01T08:15:00Z",
    metadata: { mood: "calm", tags: ["sea", "*sun*"] },
  });
  const answer = await open("ada/b", "markdown");
  expect(answer.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toContain('filename="journal-ada_b.md"');
  expect(answer.headers.get("content-disposition")).toContain("filename*=UTF-8''journal-ada%2Fb.md");
  expect(await answer.text()).toBe(
    `# Journal of ada/b

Exported on ${new Date().toISOString().slice(0, 10)}. Times are in UTC.

---

## 2025-02-01 08:15 · First

*calm · sea · \\*sun\\**

One.

Two.

---

## 2026-02-01 · Later

Second.
`,
  );
});

it("reads no further than the client takes, and stops when it is gone", async () => {
  const { add, open, readings } = await start();
  await bodyOf(UserExport, await open("nobody"));
  const ofNothing = readings.count;
  // 30 MB, far more than any buffer between.
  for (let part = 0; part < 3; part++) await add("ada", 500, 20_000);
  const stop = new AbortController();
  const answer = await open("ada", "json", stop.signal);
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  // Until nothing more is read: what lies between is full.
  let seen = -1;
  await until(async () => {
    const still = seen === readings.count;
    seen = readings.count;
    return still;
  }, 300);
  // Of each fifty documents the rows and the states.
  const whole = (1500 / 50) * 2;
  expect(readings.count).toBeLessThan(whole / 2);
  stop.abort();
  await reader?.closed.catch(() => {});
  const atEnd = readings.count;
  // Another client is answered meanwhile, and nothing more was read for the first.
  expect((await bodyOf(UserExport, await open("nobody"))).documents).toEqual([]);
  expect(readings.count - atEnd).toBeLessThanOrEqual(ofNothing);
});

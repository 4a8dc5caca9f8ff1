import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { and, count, eq, like } from "drizzle-orm";
import { MongoClient } from "mongodb";
import { readConfig } from "../service/src/config.ts";
import type { Context } from "../service/src/context.ts";
import { documents } from "../service/src/db/schema.ts";
import { percentile } from "../service/src/experiments/metrics/percentile.ts";
import { createLog } from "../service/src/log.ts";
import { openContext } from "../service/src/open-context.ts";
import type { JournalPage, JournalQuery } from "../service/src/ports/journal/journal.ts";
import { runSync } from "../service/src/sync/run-sync.ts";
import { readState } from "../service/src/sync/state.ts";
import { watchJournal } from "../service/src/sync/watch-journal.ts";
import { median, type Row, report, round, seconds } from "./report.ts";

const ENTRIES = 4000;
const LENGTH = 600;
const ROUNDS = 3;
const SINGLE = 100;
const BURST = 1000;

const run = { signal: new AbortController().signal, progress() {} };

/** From MongoDB into rows: all at once, all again unchanged, and one by one through the change stream. */
export async function benchSync(): Promise<void> {
  const url = process.env.TEST_MONGODB_URL ?? process.env.MONGODB_URL;
  if (url === undefined) {
    console.error("Set MONGODB_URL to a server to measure with. A database of its own is made and dropped.");
    process.exitCode = 2;
    return;
  }
  const env = { MONGODB_URL: url, MONGODB_DATABASE: `bench_${randomUUID()}`, MONGODB_CREATE_INDEX: "true" };
  await using opened = new AsyncDisposableStack();
  const client = opened.adopt(new MongoClient(url), async (it) => {
    await it.db(env.MONGODB_DATABASE).dropDatabase();
    await it.close();
  });
  const collection = client.db(env.MONGODB_DATABASE).collection<{ _id: string }>("journalentries");
  for (let start = 0; start < ENTRIES; start += 1000) {
    await collection.insertMany(Array.from({ length: 1000 }, (_, i) => entry(`old ${start + i}`, start + i)));
  }
  const rates = { read: [] as number[], write: [] as number[], first: [] as number[], again: [] as number[] };
  const rows: Row[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    await using context = await openOwn(env);
    let pages: JournalPage[] = [];
    const reading = async () => {
      pages = await readAll(context);
    };
    rates.read.push(ENTRIES / (await seconds(reading)));
    rates.write.push(ENTRIES / (await writeAlone(context, pages)));
    rates.first.push(ENTRIES / (await seconds(() => runSync(context, {}, run))));
    rates.again.push(ENTRIES / (await seconds(() => runSync(context, { user_id: "ada" }, run))));
    if (i === ROUNDS - 1) rows.push(...(await measureLag(context, (ids) => collection.insertMany(ids))));
  }
  report("sync", [
    { what: "reading MongoDB alone", "entries/s": Math.round(median(rates.read)) },
    { what: "writing rows alone", "entries/s": Math.round(median(rates.write)) },
    { what: "new entries into rows", "entries/s": Math.round(median(rates.first)) },
    { what: "unchanged entries read again", "entries/s": Math.round(median(rates.again)) },
    ...rows,
  ]);
}

async function measureLag(
  context: Context,
  insert: (entries: ReturnType<typeof entry>[]) => Promise<unknown>,
): Promise<Row[]> {
  const controller = new AbortController();
  const watching = watchJournal(context, controller.signal);
  while ((await readState(context)).stream !== "watching") await sleep(20);
  const lags: number[] = [];
  for (let i = 0; i < SINGLE; i++) {
    const lag = async () => {
      await insert([entry(`single ${i}`, Date.now())]);
      while ((await written(context, `single ${i}`)) === 0) await sleep(1);
    };
    lags.push((await seconds(lag)) * 1000);
  }
  const burst = await seconds(async () => {
    await insert(Array.from({ length: BURST }, (_, i) => entry(`burst ${i}`, Date.now())));
    while ((await written(context, "burst %")) < BURST) await sleep(5);
  });
  controller.abort();
  await watching;
  return [
    {
      what: "one entry, from its write to its row",
      "ms (median)": round(median(lags)),
      "ms (p99)": round(percentile(lags, 0.99)),
    },
    {
      what: `burst of ${BURST}, from its write to the last row`,
      "entries/s": Math.round(BURST / burst),
      "ms (median)": Math.round(burst * 1000),
    },
  ];
}

const entry = (_id: string, moment: number) => ({
  _id,
  userId: "ada",
  title: `Entry ${_id}`,
  content: `${_id} and what I wrote that day. `.repeat(40).slice(0, LENGTH),
  mood: "calm",
  tags: ["bench"],
  createdAt: new Date(moment),
  updatedAt: new Date(moment),
});

async function openOwn(env: Record<string, string>): Promise<Context & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-bench-"));
  const config = readConfig({ DATA_DIR: folder, EMBEDDING_WORKERS: "1", ...env });
  const log = createLog({ level: "warn", pretty: false });
  const context = await openContext(config, { command: "bench", log, onDownload: () => {} });
  return {
    ...context,
    async [Symbol.asyncDispose]() {
      await context[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function readAll({ journal }: Context): Promise<JournalPage[]> {
  const pages: JournalPage[] = [];
  for (;;) {
    const after = pages.at(-1)?.cursor;
    const page = await journal.read({ limit: 1000, ...(after && { after }) });
    if (!page.cursor) return pages;
    pages.push(page);
  }
}

/** The same entries from memory, as if of another source, and gone again afterwards. */
async function writeAlone(context: Context, pages: readonly JournalPage[]): Promise<number> {
  const left = [...pages];
  const read = async ({ undated }: JournalQuery): Promise<JournalPage> =>
    (undated ? undefined : left.shift()) ?? { entries: [], rejected: [] };
  const journal = { ...context.journal, name: "memory", read };
  const took = await seconds(() => runSync({ ...context, journal }, {}, run));
  await context.database.orm.delete(documents).where(eq(documents.source, "memory"));
  return took;
}

async function written({ database, journal }: Context, pattern: string): Promise<number> {
  const [row] = await database.orm
    .select({ rows: count() })
    .from(documents)
    .where(and(eq(documents.source, journal.name), like(documents.sourceId, pattern)));
  return row?.rows ?? 0;
}

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Row, report, round } from "./report.ts";
import { cpuSeconds, load, withService } from "./running-service.ts";
import { makeTexts } from "./texts.ts";

const ENTRIES = 600;
const TOKENS = 146.5;
const USERS = 6;
const QUERIES = 300;

/**
 * What an entry and a query cost, in time on the cores and in bytes: what `docs/scaling.md` computes from. Time on the
 * cores hardly depends on what else the machine does, as time on the clock would.
 */
export async function benchCost(): Promise<void> {
  const rows: Row[] = [];
  await withService(async (service, folder) => {
    const bytes = async () => ({
      database: await sizeOf(join(folder, "database/base")),
      index: await sizeOf(join(folder, "index")),
    });
    // Not the model's first run, nor the database's.
    await load(service, entries(makeTexts(20, TOKENS, 5), "warm"));
    await service.settled(300);
    const before = await bytes();
    const entriesCost = await cpuOf(service.pid, async () => {
      await load(service, entries(makeTexts(ENTRIES, TOKENS), "user"));
      await service.settled(1_000);
    });
    const after = await bytes();
    rows.push({
      what: `an entry of ${TOKENS} tokens`,
      "CPU ms": round((entriesCost / ENTRIES) * 1000),
      "bytes in the database": Math.round((after.database - before.database) / ENTRIES),
      "bytes in the index": Math.round((after.index - before.index) / ENTRIES),
    });
    for (const mode of ["hybrid", "keyword"] as const) {
      const queries = makeTexts(QUERIES, 10, mode === "hybrid" ? 11 : 12);
      const cost = await cpuOf(service.pid, async () => {
        for (const [i, query] of queries.entries()) {
          await service.client.POST("/api/v1/search/", {
            body: { query, user_id: `user-${i % USERS}`, mode },
          });
        }
      });
      rows.push({ what: `a ${mode} query`, "CPU ms": round((cost / QUERIES) * 1000) });
    }
  });
  report("cost", rows);
}

const entries = (texts: readonly string[], user: string) =>
  texts.map((text, i) => ({ user_id: `${user}-${i % USERS}`, text }));

async function cpuOf(pid: number, work: () => Promise<void>): Promise<number> {
  const before = cpuSeconds(pid);
  await work();
  return cpuSeconds(pid) - before;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => stat(join(folder, name))));
  return sizes.filter((it) => it.isFile()).reduce((sum, { size }) => sum + size, 0);
}

import { setTimeout as sleep } from "node:timers/promises";
import type { ChildService } from "../service/tests/flows/child-service.ts";
import { type Row, report, timesInRow } from "./report.ts";
import { load, withService } from "./running-service.ts";
import { makeTexts } from "./texts.ts";

const DOCUMENTS = 10_000;
const QUERIES = 400;

/** Search over HTTP with the query's embedding, over documents of one user and of a hundred, alone and beside bulk work. */
export async function benchSearch(): Promise<void> {
  const rows: Row[] = [];
  for (const users of [1, 100]) {
    await withService(async (service) => {
      const texts = makeTexts(DOCUMENTS, 17.6);
      await load(
        service,
        texts.map((text, i) => ({ user_id: `user-${i % users}`, text, title: "" })),
      );
      await service.settled();
      for (const mode of ["hybrid", "semantic", "keyword"] as const) {
        const times = await searchTimes(service, users, mode, 10 + users);
        rows.push(rowOf(`${DOCUMENTS / users} documents each of ${users}`, mode, times));
      }
      // Enough long texts to keep every worker busy for as long as the searches take.
      const bulk = makeTexts(1500, 146.5, 3).map((text) => ({ user_id: "somebody else", text }));
      await load(service, bulk);
      await sleep(500);
      const times = await searchTimes(service, users, "hybrid", 20 + users);
      const { data } = await service.client.GET("/api/v1/health/");
      const busy = (data?.documents.pending ?? 0) > 0 ? "hybrid beside bulk" : "hybrid, bulk ended early";
      rows.push(rowOf(`${DOCUMENTS / users} documents each of ${users}`, busy, times));
    });
  }
  report("search", rows);
}

async function searchTimes(
  service: ChildService,
  users: number,
  mode: "hybrid" | "semantic" | "keyword",
  seed: number,
) {
  const times: number[] = [];
  for (const [i, query] of makeTexts(QUERIES, 10, seed).entries()) {
    const started = performance.now();
    const { data } = await service.client.POST("/api/v1/search/", {
      body: { query, user_id: `user-${i % users}`, mode, top_k: 10 },
    });
    if (!data || data.degraded) throw new Error("the search failed");
    times.push(performance.now() - started);
  }
  return times;
}

function rowOf(documents: string, search: string, times: readonly number[]): Row {
  return { documents, search, ...timesInRow(times), queries: times.length };
}

import { setTimeout } from "node:timers/promises";
import { percentile } from "../service/src/experiments/metrics/percentile.ts";
import type { ChildService } from "../service/tests/flows/child-service.ts";
import { median, type Row, report, round } from "./report.ts";
import { load, withService } from "./running-service.ts";
import { makeTexts } from "./texts.ts";

const SETS = [
  { beside: "nothing", count: 0, tokens: 17.6 },
  { beside: "20,000 short texts", count: 20_000, tokens: 17.6 },
  { beside: "2,500 long texts", count: 2_500, tokens: 146.5 },
];
const ENTRIES = 15;
const ASK_EVERY_MS = 5;
const BETWEEN_MS = 100;

/** One entry written by hand while many others wait to be embedded: how long until it is found. */
export async function benchFreshness(): Promise<void> {
  const rows: Row[] = [];
  await withService(async (service) => {
    for (const [number, { beside, count, tokens }] of SETS.entries()) {
      const others = makeTexts(count, tokens, number).map((text) => ({ user_id: `bulk-${number}`, text }));
      await load(service, others);
      const times: number[] = [];
      for (const text of makeTexts(ENTRIES, 40, 50 + number)) {
        const time = await timeToFound(service, text);
        // Only those that had the others beside them to the end.
        if (count > 0 && (await waiting(service)) === 0) break;
        times.push(time);
        await setTimeout(BETWEEN_MS);
      }
      rows.push({
        "written beside": beside,
        "p50 ms": round(median(times), 0),
        "p95 ms": round(percentile(times, 0.95), 0),
        entries: times.length,
      });
      await service.settled(100);
    }
  });
  report("freshness", rows);
}

async function waiting(service: ChildService): Promise<number> {
  const { data } = await service.client.GET("/api/v1/health/");
  return data ? data.documents.pending + data.documents.processing : 0;
}

async function timeToFound(service: ChildService, text: string): Promise<number> {
  const begun = performance.now();
  const body = { user_id: "ada", text };
  const { data: written } = await service.client.POST("/api/v1/documents/", { body });
  const path = { id: written?.id ?? "" };
  for (;;) {
    const { data } = await service.client.GET("/api/v1/documents/{id}/", { params: { path } });
    if (data?.embedding_status === "completed") return performance.now() - begun;
    await setTimeout(ASK_EVERY_MS);
  }
}

import type { ChildService } from "../service/tests/flows/child-service.ts";
import { type Row, report, timesInRow } from "./report.ts";
import { load, withService } from "./running-service.ts";
import { makeTexts } from "./texts.ts";

const DOCUMENTS = 5000;
const USER = "thinker";
/** Searches without other work, before and after. */
const ALONE = 400;

/** Search over HTTP while the themes of one user's 5,000 documents are found in the same process. */
export async function benchThemes(): Promise<void> {
  const rows: Row[] = [];
  await withService(async (service) => {
    const documents = makeTexts(DOCUMENTS, 17.6).map((text) => ({ user_id: USER, text, title: "" }));
    await load(service, documents);
    await service.settled();
    const queries = makeTexts(20_000, 10, 5)[Symbol.iterator]();
    await searchWhile(service, queries, (done) => done < ALONE);
    const alone = await searchWhile(service, queries, (done) => done < ALONE);
    rows.push(rowOf("alone", alone));
    const { data } = await service.client.POST("/api/v1/patterns/", { body: { user_id: USER } });
    if (!data) throw new Error("the run of themes was refused");
    const started = performance.now();
    const beside = await searchWhile(service, queries, async (done) => {
      if (done % 20 !== 0) return true;
      const { data: job } = await service.client.GET("/api/v1/jobs/{id}/", {
        params: { path: { id: data.job_id } },
      });
      if (job?.state === "failed" || job?.state === "cancelled") throw new Error("the run of themes failed");
      return job?.state !== "completed";
    });
    const took = (performance.now() - started) / 1000;
    rows.push(rowOf(`while themes are found, ${took.toFixed(0)} s`, beside));
  });
  report("themes", rows);
}

async function searchWhile(
  { client }: ChildService,
  queries: Iterator<string>,
  goesOn: (done: number) => boolean | Promise<boolean>,
): Promise<number[]> {
  const times: number[] = [];
  while (await goesOn(times.length)) {
    const { value: query } = queries.next();
    const started = performance.now();
    const { data } = await client.POST("/api/v1/search/", { body: { query, user_id: USER, top_k: 10 } });
    if (!data || data.degraded) throw new Error("the search failed");
    times.push(performance.now() - started);
  }
  return times;
}

function rowOf(search: string, times: readonly number[]): Row {
  return { search, ...timesInRow(times), queries: times.length };
}

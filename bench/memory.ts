import { setTimeout as sleep } from "node:timers/promises";
import { type Row, report } from "./report.ts";
import { load, residentMB, withService } from "./running-service.ts";
import { makeTexts } from "./texts.ts";

const DOCUMENTS = 10_000;
const MINUTES = 10;

/** Resident memory after 10,000 documents and during ten further minutes of writing, searching and deleting. */
export async function benchMemory(): Promise<void> {
  const rows: Row[] = [];
  await withService(async (service) => {
    const record = (when: string) => rows.push({ when, "resident MB": residentMB(service.pid) });
    record("started");
    await load(
      service,
      makeTexts(DOCUMENTS, 17.6).map((text, i) => ({ user_id: `user-${i % 10}`, text })),
    );
    await service.settled();
    record(`${DOCUMENTS} documents`);
    const queries = makeTexts(5000, 10, 9);
    const ends = Date.now() + MINUTES * 60_000;
    for (let turn = 0; Date.now() < ends; turn++) {
      const texts = makeTexts(20, turn % 2 ? 17.6 : 146.5, 1000 + turn);
      await load(
        service,
        texts.map((text) => ({ user_id: `user-${turn % 10}`, text })),
      );
      for (let i = 0; i < 20; i++) {
        const query = queries[(turn * 20 + i) % queries.length] ?? "day";
        await service.client.POST("/api/v1/search/", { body: { query, user_id: `user-${i % 10}` } });
      }
      const { data } = await service.client.GET("/api/v1/documents/", { params: { query: { limit: 20 } } });
      for (const { id } of data?.results ?? []) {
        await service.client.DELETE("/api/v1/documents/{id}/", { params: { path: { id } } });
      }
      const minute = Math.floor((MINUTES * 60_000 - (ends - Date.now())) / 60_000);
      if (rows.length < minute + 2) record(`minute ${minute}`);
      await sleep(100);
    }
    record(`minute ${MINUTES}`);
  });
  report("memory", rows);
}

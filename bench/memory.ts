import { setTimeout as sleep } from "node:timers/promises";
import { mixedLoad } from "./mixed-load.ts";
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
    const turn = mixedLoad(service);
    const ends = Date.now() + MINUTES * 60_000;
    for (let turns = 0; Date.now() < ends; turns++) {
      await turn(turns);
      const minute = Math.floor((MINUTES * 60_000 - (ends - Date.now())) / 60_000);
      if (rows.length < minute + 2) record(`minute ${minute}`);
      await sleep(100);
    }
    record(`minute ${MINUTES}`);
  });
  report("memory", rows);
}

import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { BulkResult } from "@cosmic/contract";
import { Compile } from "typebox/compile";
import { type ChildService, startChildService } from "../service/tests/flows/child-service.ts";

/** The real program in a process and a folder of its own, both gone at the end. */
export async function withService<T>(
  work: (service: ChildService, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-bench-"));
  const service = await startChildService(folder);
  try {
    return await work(service, folder);
  } finally {
    await service.end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  }
}

const PER_REQUEST = 500;
/** Compiled, because the bench shares the cores with what it measures. */
const bulkResult = Compile(BulkResult);

/**
 * Sends documents through `bulk_create` and resolves when they are written, not when they are embedded.
 *
 * @returns the id of the last of them
 */
export async function load(service: ChildService, documents: readonly object[]): Promise<string> {
  let last = "";
  for (let start = 0; start < documents.length; start += PER_REQUEST) {
    const body = JSON.stringify({ documents: documents.slice(start, start + PER_REQUEST) });
    const answer = await service.request("POST", "/api/v1/documents/bulk_create/", body);
    const { failed, results } = bulkResult.Parse(await answer.json());
    if (failed > 0) throw new Error(`${failed} documents were refused`);
    last = results.at(-1)?.id ?? last;
  }
  return last;
}

/** Milliseconds between two questions: each costs the service some of what is measured. */
const ASK_EVERY = { pending: 500, processing: 20 };

/** Asks for the last document alone until it is embedded, seldom while those before it are still at it. */
export async function embedded(service: ChildService, lastId: string): Promise<void> {
  const path = { id: lastId };
  for (;;) {
    const { data } = await service.client.GET("/api/v1/documents/{id}/", { params: { path } });
    if (data?.embedding_status === "completed") break;
    if (data?.embedding_status === "failed") throw new Error(`document ${lastId} could not be embedded`);
    await setTimeout(ASK_EVERY[data?.embedding_status ?? "pending"]);
  }
  // Jobs run side by side: a few before it may end a moment later.
  await service.settled(20);
}

/** From Linux's own account of the process. */
export function residentMB(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

/** Clock ticks of Linux in a second, which no program of today sees otherwise. */
const TICKS = 100;

/** Time that the process has had on the cores, all its threads together, in seconds. From Linux's own account. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // Behind the name, which may hold anything: user and system time are the 12th and 13th of the fields that follow.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

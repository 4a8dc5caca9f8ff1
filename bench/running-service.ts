import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BulkResult } from "@cosmic/contract";
import { type ChildService, startChildService } from "../service/tests/flows/child-service.ts";
import { bodyOf } from "../service/tests/flows/test-service.ts";

/** The real program in a process and a folder of its own, both gone at the end. */
export async function withService<T>(work: (service: ChildService) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-bench-"));
  const service = await startChildService(folder);
  try {
    return await work(service);
  } finally {
    await service.end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  }
}

const PER_REQUEST = 500;

/** Sends documents through `bulk_create` and resolves when they are written, not when they are embedded. */
export async function load(service: ChildService, documents: readonly object[]): Promise<void> {
  for (let start = 0; start < documents.length; start += PER_REQUEST) {
    const body = JSON.stringify({ documents: documents.slice(start, start + PER_REQUEST) });
    const answer = await service.request("POST", "/api/v1/documents/bulk_create/", body);
    const { failed } = await bodyOf(BulkResult, answer);
    if (failed > 0) throw new Error(`${failed} documents were refused`);
  }
}

/** From Linux's own account of the process. */
export function residentMB(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CosmicEvent } from "@cosmic/contract";
import { createEventStream } from "@cosmic/contract/events-client";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../servers/free-port.ts";
import { type ChildService, startChildService } from "./child-service.ts";
import { readEventsOf, statuses } from "./event-reader.ts";
import { until } from "./test-service.ts";

async function started(folder: string, port: number): Promise<ChildService> {
  const service = await startChildService(folder, { PORT: String(port), EMBEDDING_WORKERS: "1" });
  onTestFinished(async () => void (await service.end("SIGKILL")));
  return service;
}

async function load(service: ChildService, count: number): Promise<void> {
  const documents = Array.from({ length: count }, (_, i) => ({
    user_id: "ada",
    text: `Entry ${i} of a day.`,
  }));
  await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(documents));
}

test.each(["SIGTERM", "SIGKILL"] as const)(
  "who comes back with a cursor misses nothing after %s and a new start of the service",
  async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), "cosmic-events-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const first = await started(folder, port);
    const told: CosmicEvent[] = [];
    let starts = 0;
    const stream = createEventStream({
      url: `${first.address}/api/v1/events/`,
      userId: "ada",
      timing: { shortest: 50, longest: 200 },
      onStart: () => starts++,
      onEvent: (event) => told.push(event),
    });
    onTestFinished(() => stream.close());
    await until(async () => starts === 1);
    await load(first, 300);
    // In the middle of the work: some of it is told before the end, some after it.
    await until(async () => statuses(told).includes("completed"));
    await first.end(signal);
    await started(folder, port);
    const completed = () => statuses(told).filter((status) => status === "completed").length;
    await until(async () => completed() >= 300);
    expect(starts).toBe(1);
    const byDocument = Map.groupBy(
      told.filter((event) => event.type === "document"),
      (event) => event.document_id,
    );
    expect(byDocument.size).toBe(300);
    for (const own of byDocument.values()) expect(statuses(own)).toEqual(["pending", "completed"]);
  },
);

test("a clean stop closes every connection with a reason, at once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-events-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const service = await started(folder, await freePort());
  const readers = await Promise.all(Array.from({ length: 5 }, () => readEventsOf(service.address)));
  // One that has stopped to listen must not hold up the others, nor the end.
  readers[0]?.socket.pause();
  const ending = service.end("SIGTERM");
  for (const { closed } of readers.slice(1)) {
    expect(await closed).toEqual({ code: 1001, reason: "the service stops" });
  }
  expect(await ending).toBe(0);
});

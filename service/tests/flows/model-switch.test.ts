import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelIndex } from "@cosmic/contract";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "../../src/config.ts";
import { type ChildService, startChildService } from "./child-service.ts";
import { until } from "./test-service.ts";

const USER = "ada";
/** More with `TEST_SWITCH_DOCUMENTS=20000`. */
const FIRST = Number(process.env.TEST_SWITCH_DOCUMENTS ?? 240);
const PER_REQUEST = 500;
const text = (i: number) =>
  `Entry number ${i}: a walk by the river, then the word token${i}x, and tea at home.`;

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-switch-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A service that can be killed and started again while others go on asking it. */
async function startRestartable(folder: string, env: Record<string, string> = {}) {
  let service = await startChildService(folder, env);
  onTestFinished(async () => void (await service.end("SIGKILL")));
  return {
    get now(): ChildService {
      return service;
    },
    async restart(signal: "SIGTERM" | "SIGKILL", changed: Record<string, string> = env) {
      await service.end(signal);
      service = await startChildService(folder, changed);
    },
  };
}
type Restartable = Awaited<ReturnType<typeof startRestartable>>;

async function add({ now }: Restartable, from: number, count: number): Promise<string[]> {
  const documents = Array.from({ length: count }, (_, i) => ({ user_id: USER, text: text(from + i) }));
  const ids: string[] = [];
  for (let start = 0; start < count; start += PER_REQUEST) {
    const body = { documents: documents.slice(start, start + PER_REQUEST) };
    const { data } = await now.client.POST("/api/v1/documents/bulk_create/", { body });
    ids.push(...(data?.results.flatMap(({ id }) => id ?? []) ?? []));
  }
  return ids;
}

async function indexes({ now }: Restartable): Promise<ModelIndex[]> {
  const { data } = await now.client.GET("/api/v1/models/indexes/");
  return data?.results ?? [];
}

const find = async (service: Restartable, id: string) => (await indexes(service)).find((it) => it.id === id);
const active = async (service: Restartable) => (await indexes(service)).find((it) => it.state === "active");

/** Asks without a pause until stopped; counts what was answered with anything but hits. */
function searching(service: Restartable) {
  const seen = { answered: 0, refused: [] as string[], empty: 0 };
  const stopping = new AbortController();
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const asked = service.now;
      try {
        const { data, error } = await asked.client.POST("/api/v1/search/", {
          body: { query: "walking along water", user_id: USER },
        });
        if (error) seen.refused.push(error.code);
        else if (data.count === 0) seen.empty++;
        else seen.answered++;
      } catch (fault) {
        // The process was killed under the request; any other fault is one of the service.
        if (service.now === asked && asked.pid !== 0 && !(fault instanceof TypeError)) throw fault;
      }
    }
  };
  const ended = loop();
  return {
    seen,
    async stop() {
      stopping.abort();
      await ended;
      return seen;
    },
  };
}

async function reconciled({ now }: Restartable) {
  const { data } = await now.client.POST("/api/v1/models/reconcile/", {});
  await until(async () => {
    const job = await now.client.GET("/api/v1/jobs/{id}/", { params: { path: { id: data?.job_id ?? "" } } });
    return job.data?.state === "completed";
  });
  const { data: health } = await now.client.GET("/api/v1/health/");
  return health?.reconciliation;
}

test("a model is changed under searches and writes, the process killed twice in the middle: nothing is missing", async () => {
  const service = await startRestartable(await newFolder(), { EMBEDDING_WORKERS: "1" });
  const ids = await add(service, 0, FIRST);
  await service.now.settled();
  const before = await active(service);
  const searcher = searching(service);

  const { data: building } = await service.now.client.POST("/api/v1/models/indexes/", {
    body: { passage_tokens: 16 },
  });
  const id = building?.id ?? "";
  expect(building).toMatchObject({ state: "building", passage_tokens: 16 });
  for (const kill of [1, 2]) {
    await until(async () => ((await find(service, id))?.progress?.done ?? FIRST) >= (kill * FIRST) / 5);
    expect((await active(service))?.id).toBe(before?.id);
    await service.restart("SIGKILL");
    // Written, changed and deleted while the new index is being filled.
    await add(service, FIRST + kill * 10, 10);
    await service.now.client.PATCH("/api/v1/documents/{id}/", {
      params: { path: { id: ids[kill] ?? "" } },
      body: { text: `Changed: newtoken${kill}x and nothing else.` },
    });
    await service.now.client.DELETE("/api/v1/documents/{id}/", {
      params: { path: { id: ids[100 + kill] ?? "" } },
    });
  }
  await until(async () => (await find(service, id))?.state === "ready");
  await service.now.settled();
  const { error: tooEarly } = await service.now.client.DELETE("/api/v1/models/indexes/{id}/", {
    params: { path: { id: before?.id ?? "" } },
  });
  expect(tooEarly?.code).toBe("conflict");

  await service.now.client.POST("/api/v1/models/indexes/{id}/activate/", { params: { path: { id } } });
  expect((await active(service))?.id).toBe(id);
  expect(await reconciled(service)).toMatchObject({
    index_id: id,
    compared: FIRST + 18,
    queued: 0,
    removed: 0,
  });
  for (const kill of [1, 2]) {
    const { data } = await service.now.client.POST("/api/v1/search/", {
      body: { query: `"newtoken${kill}x"`, user_id: USER, mode: "keyword" },
    });
    expect(data?.results.map((hit) => hit.document_id)).toEqual([ids[kill]]);
  }

  await add(service, FIRST + 1000, 5);
  await service.now.settled();
  await service.now.client.POST("/api/v1/models/rollback/");
  expect((await active(service))?.id).toBe(before?.id);
  expect(await reconciled(service)).toMatchObject({
    index_id: before?.id,
    compared: FIRST + 23,
    queued: 0,
    removed: 0,
  });
  const { data: dropped } = await service.now.client.DELETE("/api/v1/models/indexes/{id}/", {
    params: { path: { id } },
  });
  expect(dropped?.state).toBe("dropped");
  const seen = await searcher.stop();
  expect(seen).toMatchObject({ refused: [], empty: 0 });
  expect(seen.answered).toBeGreaterThan(0);
  console.log(`${FIRST} documents, ${seen.answered} searches answered, none refused, none empty`);
});

test("another EMBEDDING_MODEL at the next start is built beside the active one and takes over when it is whole", async () => {
  const folder = await newFolder();
  const model = await newFolder();
  await cp(join(ROOT, "models/all-MiniLM-L6-v2"), model, { recursive: true });
  // The same weights with a prefix are another model: their vectors may not be compared.
  const prompts = { prompts: { query: "query: ", document: "passage: " } };
  await writeFile(join(model, "config_sentence_transformers.json"), JSON.stringify(prompts));
  const service = await startRestartable(folder, { EMBEDDING_WORKERS: "1" });
  await add(service, 0, 120);
  await service.now.settled();
  const before = await active(service);
  await service.restart("SIGTERM", { EMBEDDING_WORKERS: "1", EMBEDDING_MODEL: model });
  const searcher = searching(service);
  await until(async () => (await active(service))?.id !== before?.id);
  expect(await searcher.stop()).toMatchObject({ refused: [], empty: 0 });
  expect(await find(service, before?.id ?? "")).toMatchObject({ state: "ready" });
  expect(await reconciled(service)).toMatchObject({ compared: 120, queued: 0, removed: 0 });
  // Rolled back by hand: the setting does not take that back at the next start.
  await service.now.client.POST("/api/v1/models/rollback/");
  await service.restart("SIGTERM", { EMBEDDING_WORKERS: "1", EMBEDDING_MODEL: model });
  expect((await active(service))?.id).toBe(before?.id);
});

test("two indexes are compared by their answers", async () => {
  const service = await startRestartable(await newFolder(), { EMBEDDING_WORKERS: "1" });
  const ids = await add(service, 0, 30);
  await service.now.settled();
  const { data: building } = await service.now.client.POST("/api/v1/models/indexes/", {
    body: { passage_tokens: 16 },
  });
  const id = building?.id ?? "";
  await until(async () => (await find(service, id))?.state === "ready");
  const { data } = await service.now.client.POST("/api/v1/models/indexes/{id}/compare/", {
    params: { path: { id } },
    body: {
      queries: [
        { query: "token7x", user_id: USER, relevant: [ids[7] ?? ""] },
        { query: "tea", user_id: USER },
      ],
    },
  });
  expect(data).toMatchObject({
    queries: 2,
    same_first: expect.any(Number),
    one: { index: id, ndcg: 1 },
    other: { ndcg: 1 },
  });
  const { error } = await service.now.client.POST("/api/v1/models/indexes/{id}/compare/", {
    params: { path: { id: "idx_none" } },
    body: { queries: [{ query: "tea" }] },
  });
  expect(error?.code).toBe("index_not_found");
});

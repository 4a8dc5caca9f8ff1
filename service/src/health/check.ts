import type { Dependency, Health } from "@cosmic/contract";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { countByStatus } from "../embeddings/embedding-states.ts";
import { faultReason } from "../faults.ts";
import type { Embedder } from "../ports/embedders/embedder.ts";
import { ALIVE_SECONDS, isAnyAlive } from "../processes/list.ts";
import { readReconciliation } from "../reconciliation/read.ts";
import { needsEmbedder } from "../roles.ts";
import { readSpending } from "../usage/spending.ts";
import { VERSION } from "../version.ts";

/** A dependency that has not answered by then counts as failing. */
const PATIENCE_MS = 5_000;

export async function checkHealth(context: Context): Promise<Health> {
  const answers = await checkDependencies(context);
  const isDown = answers.some(({ name, status }) => name === "database" && status === "failing");
  const dependencies = answers.map((it) => withFullDisk(it, context));
  const isDegraded = dependencies.some(({ status }) => status === "failing");
  const unknown = { documents: 0, passages: 0 };
  const { budget } = context.config.embedding.providers;
  const [documents, index, reconciliation, spending] = await Promise.all([
    countByStatus(context.database.orm).catch(() => ({ pending: 0, processing: 0, completed: 0, failed: 0 })),
    context.searchIndex.describe(context.indexes.active.id).catch(() => unknown),
    readReconciliation(context.database.orm, context.indexes.active.id).catch(() => null),
    readSpending(context.database.orm, budget).catch(() => null),
  ]);
  return {
    status: isDown ? "failing" : isDegraded ? "degraded" : "ok",
    version: VERSION,
    uptime_seconds: Math.round(process.uptime()),
    roles: [...context.config.roles],
    dependencies,
    documents,
    index: {
      id: context.indexes.active.rowId,
      model: context.indexes.active.model,
      documents: index.documents,
      passages: index.passages,
    },
    reconciliation,
    spending,
  };
}

/** A store without space still answers who reads. */
function withFullDisk(it: Dependency, { database, searchIndex }: Context): Dependency {
  const stores = { database, search_index: searchIndex };
  const store = it.name === "database" || it.name === "search_index" ? stores[it.name] : undefined;
  const error = it.status === "ok" ? store?.fullDisk() : undefined;
  return error === undefined ? it : { ...it, status: "failing", error };
}

/** Asks every dependency of this process, or those that are named, for a sign of life, all at once. */
export async function checkDependencies(
  { config, database, queue, searchIndex, objects, journal, indexes }: Context,
  names?: ReadonlySet<Dependency["name"]>,
): Promise<Dependency[]> {
  const probes: [Dependency["name"], string, () => Promise<unknown>][] = [
    ["database", config.database.kind, () => database.version()],
    ["queue", config.queue.kind, async () => void (await queue.describe())],
    [
      "search_index",
      config.searchIndex.kind,
      async () => (await searchIndex.describe(indexes.active.id)).engine,
    ],
    ["embedder", indexes.active.embedder.describe().kind, () => checkEmbedder(indexes.active.embedder)],
    ["objects", config.objects.kind, () => objects.check()],
    ["journal", config.journal.kind, () => journal.check()],
    ["workers", "processes", () => checkWorkers(database.orm)],
  ];
  return Promise.all(
    probes
      .filter(([name]) => name !== "embedder" || needsEmbedder(config.roles))
      // A worker knows that there is one.
      .filter(([name]) => name !== "workers" || !config.roles.has("worker"))
      .filter(([name]) => names === undefined || names.has(name))
      .map(([name, kind, ask]) => probe(name, kind, ask)),
  );
}

/** What a provider's model was found to be like when it was last asked: asking would be paid for. */
async function checkEmbedder(embedder: Embedder): Promise<string> {
  const { model, fault } = embedder.describe();
  if (fault !== undefined) throw new Error(fault);
  return model;
}

/** Others take what is written all the same, and do not see that nobody embeds it. */
async function checkWorkers(db: Db): Promise<void> {
  if (await isAnyAlive(db, "worker")) return;
  throw new Error(
    `no process with the role worker was there in the last ${ALIVE_SECONDS} s: what is written waits until one is started`,
  );
}

async function probe(
  name: Dependency["name"],
  kind: string,
  ask: () => Promise<unknown>,
): Promise<Dependency> {
  const started = performance.now();
  const latency = () => Math.round((performance.now() - started) * 10) / 10;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  try {
    const version = await Promise.race([ask(), late]);
    return {
      name,
      kind,
      status: "ok",
      latency_ms: latency(),
      ...(typeof version === "string" ? { version } : {}),
    };
  } catch (error) {
    return { name, kind, status: "failing", latency_ms: latency(), error: faultReason(error) };
  } finally {
    clearTimeout(timer);
  }
}

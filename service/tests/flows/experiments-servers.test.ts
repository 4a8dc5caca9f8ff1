import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import { startEngineServer, whyNoEngine } from "../servers/qdrant.ts";
import { readArtefact, runExperiment } from "./experiment-requests.ts";
import { openService } from "./open-service.ts";
import { addSmallSet } from "./small-datasets.ts";

const { TEST_REDIS_URL: redis, TEST_S3_ENDPOINT: s3 } = process.env;
const missing = [
  WITHOUT_POSTGRES,
  whyNoEngine ? ` (${whyNoEngine})` : "",
  redis ? "" : " (TEST_REDIS_URL is not set)",
  s3 ? "" : " (TEST_S3_ENDPOINT is not set)",
].join("");

it.skipIf(missing !== "")(
  `measures over PostgreSQL, Redis, S3 and Qdrant as in one folder${missing}`,
  async () => {
    await using opened = new AsyncDisposableStack();
    const own = opened.adopt(await ownDatabase(), (it) => it.drop());
    const qdrant = opened.use(await startEngineServer());
    const name = `test-${randomUUID().slice(0, 8)}`;
    const service = opened.use(
      await openService({
        DATABASE_URL: own.url,
        REDIS_URL: redis ?? "",
        REDIS_PREFIX: name,
        QDRANT_URL: qdrant.url,
        QDRANT_COLLECTION_PREFIX: `${name}_`,
        S3_ENDPOINT: s3 ?? "",
        S3_ACCESS_KEY: process.env.TEST_S3_ACCESS_KEY ?? "",
        S3_SECRET_KEY: process.env.TEST_S3_SECRET_KEY ?? "",
        S3_BUCKET_PREFIX: `${name}-`,
      }),
    );
    const dataset = await addSmallSet(service.address, "retrieval");
    const done = await runExperiment(service, { name: "servers", kind: "retrieval", dataset_id: dataset.id });
    expect(done).toMatchObject({ state: "completed", measured: 8, error: null });
    expect(done.metrics.find((metric) => metric.name === "recall@10")).toMatchObject({ value: 1 });
    expect(await readArtefact(service, done)).toHaveLength(8);
    await expect(service.context.searchIndex.describe(`experiment_${done.id}`)).rejects.toMatchObject({
      code: "index_unavailable",
    });
    const { data } = await service.client.GET("/api/v1/health/");
    expect(data?.index).toMatchObject({ documents: 0, passages: 0 });
  },
  120_000,
);

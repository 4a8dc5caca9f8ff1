import { Type } from "typebox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OwnRedis, ownRedis, WITHOUT_SERVER } from "../../tests/servers/redis.ts";
import { readConfig } from "../config.ts";
import { setSecurityHeaders } from "../http/security-headers.ts";
import { newServer, type Server } from "../http/server.ts";
import { createLog } from "../log.ts";
import { createBullMqQueue } from "../ports/queue/bullmq/create.ts";
import type { Queue } from "../ports/queue/queue.ts";
import { mountBullBoard } from "./bull-board.ts";

const job = {
  name: "shown",
  payload: Type.Object({}),
  attempts: 1,
  backoffSeconds: 1,
  maxBackoffSeconds: 1,
  timeoutSeconds: 60,
  concurrency: 1,
};

describe.skipIf(WITHOUT_SERVER !== "")(`Bull Board${WITHOUT_SERVER}`, () => {
  let redis: OwnRedis;
  let queue: Queue;
  let app: Server;
  let id = "";
  beforeAll(async () => {
    redis = await ownRedis();
    await redis.start();
    const { queue: config } = readConfig({ REDIS_URL: redis.url });
    if (config.kind !== "redis") throw new Error("not Redis");
    queue = await createBullMqQueue(config, () => {});
    id = await queue.enqueue(job, {}, { delaySeconds: 3600 });
    app = newServer(createLog({ level: "silent", pretty: false }), 1024);
    app.addHook("onRequest", async (_request, reply) => setSecurityHeaders(reply, "page"));
    await mountBullBoard(app, config, queue);
    await app.ready();
  });
  afterAll(async () => {
    await app?.close();
    await queue?.close();
    await redis?.dispose();
  });

  it("shows the queues with its own page, and nothing of other hosts", async () => {
    const page = await app.inject({ url: "/bull/" });
    expect(page.statusCode).toBe(200);
    expect(page.headers["content-security-policy"]).toMatch(/default-src 'none'.*script-src 'self'/);
    const script = /src="(static\/js\/main[^"]+)"/.exec(page.body)?.[1];
    expect((await app.inject({ url: `/bull/${script}` })).statusCode).toBe(200);
    const { queues } = (await app.inject({ url: "/bull/api/queues?activeQueue=shown" })).json();
    expect(queues).toMatchObject([{ name: "shown", readOnlyMode: true, counts: { delayed: 1 } }]);
  });

  it("changes nothing", async () => {
    const url = `/bull/api/queues/shown/${id}/clean`;
    expect((await app.inject({ method: "PUT", url })).statusCode).toBe(405);
    expect((await queue.get(id))?.state).toBe("waiting");
  });

  it("says so when Redis is away, and shows again when it is back", async () => {
    await redis.kill();
    expect((await app.inject({ url: "/bull/api/queues" })).statusCode).toBe(503);
    await redis.start();
    await expect
      .poll(async () => (await app.inject({ url: "/bull/api/queues" })).statusCode, { timeout: 60_000 })
      .toBe(200);
  });
});

import { inspect } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { CosmicError } from "../../src/errors.ts";
import { createBullMqQueue } from "../../src/ports/queue/bullmq/create.ts";
import { freePort } from "../servers/free-port.ts";
import { ownRedis, WITHOUT_SERVER } from "../servers/redis.ts";
import { WAIT } from "./queue.bench.ts";
import { open, prefix, server } from "./queue.bullmq-bench.ts";

describe.skipIf(WITHOUT_SERVER)(`queue on Redis, at the start${WITHOUT_SERVER}`, { timeout: 120_000 }, () => {
  test("a server that is down at the start is waited for, with a line about it", async () => {
    const redis = await ownRedis();
    onTestFinished(() => redis.dispose());
    const reports: string[] = [];
    const opening = createBullMqQueue({ url: redis.url, prefix }, (_level, line) => void reports.push(line));
    await vi.waitUntil(() => reports.length > 0, WAIT);
    expect(reports[0]).toContain("Waiting for Redis");
    await redis.start();
    const queue = await opening;
    onTestFinished(() => queue.close());
    expect(await queue.describe()).toEqual([]);
  });

  test("one that takes connections and does not answer is waited for too", async () => {
    const redis = await server();
    redis.freeze();
    const reports: string[] = [];
    const opening = createBullMqQueue({ url: redis.url, prefix }, (_level, line) => void reports.push(line));
    await vi.waitUntil(() => reports.length > 0, WAIT);
    redis.thaw();
    const queue = await opening;
    onTestFinished(() => queue.close());
    expect(await queue.describe()).toEqual([]);
  });

  test("the waiting ends when it is aborted", async () => {
    const stop = new AbortController();
    const url = `redis://127.0.0.1:${await freePort()}`;
    const opening = createBullMqQueue(
      { url, prefix },
      () => stop.abort(new CosmicError("stopping", "Enough.")),
      {
        signal: stop.signal,
      },
    );
    await expect(opening).rejects.toMatchObject({ code: "stopping" });
  });

  test("a wrong password ends the start, and is not shown", async () => {
    const redis = await server();
    await redis.command("CONFIG", "SET", "requirepass", "right-one");
    const address = new URL(redis.url);
    for (const password of ["", "wrong-one"]) {
      address.password = password;
      const opening = open({ url: address.href });
      await expect(opening).rejects.toMatchObject({ code: "invalid_configuration" });
      expect(inspect(await opening.catch((error: unknown) => error), { depth: 9 })).not.toContain(
        "wrong-one",
      );
    }
    address.password = "right-one";
    expect(await (await open({ url: address.href })).queue.describe()).toEqual([]);
  });

  test("a server that may throw jobs away is warned of", async () => {
    const redis = await server();
    await redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    const { reports } = await open(redis);
    expect(reports).toEqual([expect.stringContaining("noeviction")]);
  });
});

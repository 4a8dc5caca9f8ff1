import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUCKETS, type Objects } from "../../src/ports/objects/objects.ts";
import { removeAbandonedUploads } from "../../src/ports/objects/s3/abandoned-uploads.ts";
import { createS3Client } from "../../src/ports/objects/s3/client.ts";
import type { S3Config } from "../../src/ports/objects/s3/config.ts";
import { createS3Objects } from "../../src/ports/objects/s3/create.ts";
import { S3_DEFAULTS } from "../servers/s3.ts";
import { collect, objectsContract } from "./objects.contract.ts";
import { startLossyProxy } from "./objects.lossy-proxy.ts";
import { measureTransfer } from "./objects.measure-transfer.ts";

const endpoint = process.env.TEST_S3_ENDPOINT;
const newConfig = (): S3Config => ({
  ...S3_DEFAULTS,
  endpoint,
  keys: {
    accessKey: process.env.TEST_S3_ACCESS_KEY ?? "",
    secretKey: process.env.TEST_S3_SECRET_KEY ?? "",
  },
  bucketPrefix: `test-${randomBytes(5).toString("hex")}-`,
});
const report = () => {};
const MIB = 1024 * 1024;

/** More than a part, so that it is sent in parts. */
function* large(mebibytes = 20) {
  for (let n = 0; n < mebibytes; n++) yield Buffer.alloc(MIB, n);
}

async function* breakingOff() {
  yield* large();
  throw new Error("the line broke");
}

async function open(config = newConfig()) {
  const objects = await createS3Objects(config, report);
  const client = createS3Client(config);
  return {
    config,
    objects,
    client,
    async unfinished(): Promise<number> {
      const page = await client.send(new ListMultipartUploadsCommand({ Bucket: bucketOf(config) }));
      return page.Uploads?.length ?? 0;
    },
    async dispose() {
      for (const bucket of BUCKETS) {
        for (const { key } of await collect(objects.list(bucket, ""))) await objects.delete(bucket, key);
        await client.send(new DeleteBucketCommand({ Bucket: bucketOf(config, bucket) }));
      }
      await objects.close();
      client.destroy();
    },
  };
}
const bucketOf = (config: S3Config, bucket = "uploads") => config.bucketPrefix + bucket;

if (!endpoint) test.skip("objects on S3 (TEST_S3_ENDPOINT is not set)", () => {});
else {
  // AWS itself nests; the servers that keep objects as files do not.
  objectsContract("S3", { links: true, nests: false }, () => open());
  describe("objects on S3, by itself", byItself);
}

function byItself() {
  let store: Awaited<ReturnType<typeof open>>;
  let objects: Objects;
  beforeAll(async () => {
    store = await open();
    objects = store.objects;
  });
  afterAll(() => store.dispose());

  const put = (key: string, content: Iterable<Buffer> | AsyncIterable<Buffer>, options = {}) =>
    objects.put("uploads", key, Readable.from(content), options);
  const sizeOf = async (key: string) => (await objects.head("uploads", key))?.size;

  test("several that start at once make the buckets once", async () => {
    const config = newConfig();
    const opened = await Promise.all(Array.from({ length: 4 }, () => open(config)));
    await opened[0]?.objects.put("datasets", "a", Readable.from(["x"]));
    expect(await opened[3]?.objects.head("datasets", "a")).toMatchObject({ size: 1 });
    await opened[0]?.dispose();
    for (const { objects, client } of opened.slice(1)) {
      await objects.close();
      client.destroy();
    }
  });

  describe("an upload in parts", () => {
    test("replaces what was there, or says that it is there", async () => {
      expect(await put("parts", large(20), { ifAbsent: true })).toBe(true);
      expect(await put("parts", large(17))).toBe(true);
      expect(await put("parts", large(20), { ifAbsent: true })).toBe(false);
      expect(await sizeOf("parts")).toBe(17 * MIB);
      expect(await store.unfinished()).toBe(0);
    });

    test("that loses to another one at its end says so and leaves no parts", async () => {
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      async function* slow() {
        yield* large();
        await held;
        yield Buffer.alloc(1);
      }
      const slower = put("contested", slow(), { ifAbsent: true });
      await expect.poll(() => store.unfinished()).toBe(1);
      expect(await put("contested", large(1), { ifAbsent: true })).toBe(true);
      release();
      expect(await slower).toBe(false);
      expect(await sizeOf("contested")).toBe(MIB);
      expect(await store.unfinished()).toBe(0);
    });

    test("leaves the old object and no parts when its stream breaks off", async () => {
      await put("broken", large(1));
      await expect(put("broken", breakingOff())).rejects.toThrow("the line broke");
      expect(await sizeOf("broken")).toBe(MIB);
      expect(await store.unfinished()).toBe(0);
    });

    test("leaves the old object and no parts when it is aborted", async () => {
      await put("aborted", large(1));
      const controller = new AbortController();
      async function* endless() {
        yield* large();
        await sleep(600_000, undefined, { signal: controller.signal });
      }
      const uploading = put("aborted", endless(), { signal: controller.signal });
      await expect.poll(() => store.unfinished()).toBe(1);
      const reason = new DOMException("The one who wanted it went away.", "TimeoutError");
      controller.abort(reason);
      await expect(uploading).rejects.toBe(reason);
      expect(await sizeOf("aborted")).toBe(MIB);
      expect(await store.unfinished()).toBe(0);
    });

    test("that was abandoned is removed, a young one is not", async () => {
      const Bucket = bucketOf(store.config);
      await store.client.send(new CreateMultipartUploadCommand({ Bucket, Key: "abandoned" }));
      await (await createS3Objects(store.config, report)).close();
      expect(await store.unfinished()).toBe(1);
      expect(await removeAbandonedUploads(store.client, Bucket, new Date(Date.now() + 60_000))).toBe(1);
      expect(await store.unfinished()).toBe(0);
    });
  });

  test.for([
    { what: "one request", mebibytes: 1 },
    { what: "parts", mebibytes: 20 },
  ])("an object put if absent in $what is ours, even if the first answer is lost", async ({ mebibytes }) => {
    await using proxy = await startLossyProxy(String(store.config.endpoint), ({ method, url, headers }) => {
      return method === "POST" ? Boolean(url?.includes("uploadId=")) : headers["if-none-match"] === "*";
    });
    const through = await createS3Objects({ ...store.config, endpoint: proxy.address }, report);
    const key = `ours-${mebibytes}`;
    expect(await through.put("uploads", key, Readable.from(large(mebibytes)), { ifAbsent: true })).toBe(true);
    expect(proxy.lost()).toBe(1);
    expect(await sizeOf(key)).toBe(mebibytes * MIB);
    await through.close();
  });

  test("a key below another one is taken or refused, and harms neither", async () => {
    await put("above", large(1));
    const outcome = await put("above/below", large(2)).then(
      () => "taken",
      (error: unknown) => error,
    );
    if (outcome !== "taken") expect(outcome).toMatchObject({ code: "invalid_value" });
    expect(await sizeOf("above")).toBe(MIB);
    await objects.delete("uploads", "above");
    expect(await sizeOf("above/below")).toBe(outcome === "taken" ? 2 * MIB : undefined);
  });

  test("a list is read in pages", async () => {
    const keys = Array.from({ length: 1_100 }, (_, n) => `paged/${String(n).padStart(4, "0")}`);
    for (let n = 0; n < keys.length; n += 50) {
      await Promise.all(keys.slice(n, n + 50).map((key) => put(key, [Buffer.from(key)])));
    }
    expect((await collect(objects.list("uploads", "paged/"))).map(({ key }) => key)).toEqual(keys);
    const first = await store.client.send(new ListObjectsV2Command({ Bucket: bucketOf(store.config) }));
    expect(first.IsTruncated).toBe(true);
  });

  describe("a link", () => {
    test("is for one object and a time, and shows no secret", async () => {
      await put("linked", large(1));
      await put("other", large(1));
      const address = (await objects.link("uploads", "linked", { expiresSeconds: 90 })) ?? "";
      expect(new URL(address).searchParams.get("X-Amz-Expires")).toBe("90");
      expect(address).not.toContain(store.config.keys?.secretKey);
      expect((await fetch(address)).status).toBe(200);
      expect((await fetch(address.replace("/linked", "/other"))).status).toBe(403);
    });

    test("is for the public address, if there is one", async () => {
      const config = { ...store.config, publicEndpoint: "https://files.example.org" };
      const withPublic = await createS3Objects(config, report);
      const address = (await withPublic.link("uploads", "linked", { expiresSeconds: 90 })) ?? "";
      expect(new URL(address).host).toBe("files.example.org");
      await withPublic.close();
    });

    test.for([[0], [1.5], [604_801]])("of %d seconds is refused", async ([expiresSeconds]) => {
      const link = objects.link("uploads", "linked", { expiresSeconds: Number(expiresSeconds) });
      await expect(link).rejects.toMatchObject({ code: "invalid_value" });
    });
  });

  test("200 MiB go up and down in bounded memory", async () => {
    const { sameContent, peakMib } = await measureTransfer(store.config, 200);
    expect(sameContent).toBe(true);
    expect(peakMib).toBeLessThan(100);
  });
}

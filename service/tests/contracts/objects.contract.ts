import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BUCKETS, type Bucket, type ObjectInfo, type Objects } from "../../src/ports/objects/objects.ts";

export interface ObjectStore {
  objects: Objects;
  dispose(): Promise<void>;
}

export interface StoreKind {
  /** Whether there are addresses that give an object to those who have no keys. */
  links: boolean;
  /** Whether `a` and `a/b` can both be there. */
  nests: boolean;
  /** What content of so many bytes takes in the store, if not just that. */
  stored?: (bytes: number) => number;
}

const BUCKET = "uploads";
const body = (content: string) => Readable.from([content]);

export function objectsContract(
  adapter: string,
  { links, nests, stored = (bytes) => bytes }: StoreKind,
  createStore: () => Promise<ObjectStore>,
): void {
  describe(`objects on ${adapter}`, { timeout: 30_000 }, () => {
    let store: ObjectStore;
    let objects: Objects;

    beforeAll(async () => {
      store = await createStore();
      objects = store.objects;
    }, 60_000);
    afterAll(() => store.dispose());
    afterEach(async () => {
      for (const bucket of BUCKETS) {
        for (const { key } of await listed(bucket, "")) await objects.delete(bucket, key);
      }
    });

    async function listed(bucket: Bucket, prefix: string): Promise<ObjectInfo[]> {
      return collect(objects.list(bucket, prefix));
    }
    const keys = async (prefix: string) => (await listed(BUCKET, prefix)).map(({ key }) => key);

    async function read(key: string, bucket: Bucket = BUCKET): Promise<string | undefined> {
      const stream = await objects.get(bucket, key);
      return stream && text(stream);
    }

    describe("content", () => {
      test("comes back as it was put", async () => {
        expect(await objects.put(BUCKET, "a.txt", body("one ✓"))).toBe(true);
        expect(await read("a.txt")).toBe("one ✓");
      });

      test("of many megabytes is streamed both ways", async () => {
        const chunks = Array.from({ length: 200 }, () => randomBytes(65_536));
        await objects.put(BUCKET, "large", Readable.from(chunks));
        const hash = createHash("sha256");
        for await (const chunk of (await objects.get(BUCKET, "large")) ?? []) hash.update(chunk);
        expect(hash.digest("hex")).toBe(createHash("sha256").update(Buffer.concat(chunks)).digest("hex"));
        expect((await objects.head(BUCKET, "large"))?.size).toBe(stored(200 * 65_536));
      });

      test("may be empty", async () => {
        await objects.put(BUCKET, "empty", Readable.from([]));
        expect(await read("empty")).toBe("");
        expect((await objects.head(BUCKET, "empty"))?.size).toBe(stored(0));
      });

      test("is replaced by a second put", async () => {
        await objects.put(BUCKET, "a", body("a longer one"));
        expect(await objects.put(BUCKET, "a", body("two"))).toBe(true);
        expect(await read("a")).toBe("two");
      });

      test("that is being read stays whole when it is replaced", async () => {
        const old = "o".repeat(500_000);
        await objects.put(BUCKET, "a", body(old));
        const reading = await objects.get(BUCKET, "a");
        await objects.put(BUCKET, "a", body("new"));
        expect(reading && (await text(reading))).toBe(old);
      });

      test("is kept apart by bucket", async () => {
        for (const bucket of BUCKETS) await objects.put(bucket, "same", body(bucket));
        for (const bucket of BUCKETS) expect(await read("same", bucket)).toBe(bucket);
      });

      test("that is not there is undefined", async () => {
        expect(await objects.get(BUCKET, "none/at/all")).toBeUndefined();
        expect(await objects.head(BUCKET, "none")).toBeUndefined();
      });
    });

    describe("put if absent", () => {
      test("leaves an existing object alone and says so", async () => {
        expect(await objects.put(BUCKET, "a", body("one"), { ifAbsent: true })).toBe(true);
        expect(await objects.put(BUCKET, "a", body("two"), { ifAbsent: true })).toBe(false);
        expect(await read("a")).toBe("one");
      });

      test("lets exactly one of many at once succeed", async () => {
        const names = Array.from({ length: 12 }, (_, n) => `writer ${n}`);
        const won = await Promise.all(
          names.map((name) => objects.put(BUCKET, "a", body(name), { ifAbsent: true })),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(await read("a")).toBe(names[won.indexOf(true)]);
      });
    });

    describe("a put that does not end", () => {
      async function* broken() {
        yield "the first half, ";
        throw new Error("the line broke");
      }

      async function* endless(signal: AbortSignal) {
        for (;;) {
          yield "more and ";
          await sleep(5, undefined, { signal }).catch(() => {});
        }
      }

      test("because its stream fails leaves nothing, and rejects with the stream's error", async () => {
        await expect(objects.put(BUCKET, "new", Readable.from(broken()))).rejects.toThrow("the line broke");
        expect(await keys("")).toEqual([]);
      });

      test("because its stream fails leaves what was there", async () => {
        await objects.put(BUCKET, "old", body("whole"));
        await expect(objects.put(BUCKET, "old", Readable.from(broken()))).rejects.toThrow("the line broke");
        expect(await read("old")).toBe("whole");
      });

      test.for([true, false])("because it is aborted leaves nothing (if absent: %s)", async (ifAbsent) => {
        const controller = new AbortController();
        const reason = new Error("not wanted any more");
        const stream = Readable.from(endless(controller.signal));
        stream.once("data", () => setImmediate(() => controller.abort(reason)));
        stream.pause();
        const put = objects.put(BUCKET, "new", stream, { ifAbsent, signal: controller.signal });
        await expect(put).rejects.toBe(reason);
        expect(await keys("")).toEqual([]);
        expect(stream.destroyed).toBe(true);
      });

      test("because it was aborted before leaves nothing", async () => {
        const reason = new Error("too late");
        const signal = AbortSignal.abort(reason);
        await expect(objects.put(BUCKET, "new", body("x"), { signal })).rejects.toBe(reason);
        expect(await keys("")).toEqual([]);
      });

      test("is not seen by others", async () => {
        const { promise: held, resolve: release } = Promise.withResolvers<void>();
        const { promise: begun, resolve: onBegun } = Promise.withResolvers<void>();
        async function* slow() {
          yield "first, ";
          onBegun();
          await held;
          yield "last";
        }
        const put = objects.put(BUCKET, "slow", Readable.from(slow()));
        await begun;
        expect([
          await objects.get(BUCKET, "slow"),
          await objects.head(BUCKET, "slow"),
          await keys(""),
        ]).toEqual([undefined, undefined, []]);
        release();
        await put;
        expect(await read("slow")).toBe("first, last");
      });
    });

    describe("head", () => {
      test("tells size and time", async () => {
        const before = Date.now() - 2_000;
        await objects.put(BUCKET, "a/b", body("four"), { contentType: "text/plain" });
        const info = await objects.head(BUCKET, "a/b");
        expect(info).toMatchObject({ key: "a/b", size: stored(4) });
        expect(info?.modified.getTime()).toBeGreaterThan(before);
        expect(info?.modified.getTime()).toBeLessThan(Date.now() + 2_000);
      });
    });

    describe("delete", () => {
      test("removes the object, and is no error if there is none", async () => {
        await objects.put(BUCKET, "a/b", body("x"));
        await objects.delete(BUCKET, "a/b");
        expect(await objects.get(BUCKET, "a/b")).toBeUndefined();
        await objects.delete(BUCKET, "a/b");
        await objects.delete(BUCKET, "never/was");
      });
    });

    describe("list", () => {
      const sorted = ["a-b", "a.b", "a/b", "a/bc", "a/c", "a0", "ab/c", "b", "b\n &<+%2F", "\uFF5E", "😀"];

      test("is in ascending order of keys, whatever order they came in", async () => {
        for (const key of [...sorted].reverse()) await objects.put(BUCKET, key, body(key));
        expect(await keys("")).toEqual(sorted);
        expect((await listed(BUCKET, "a/b")).map(({ size }) => size)).toEqual([stored(3), stored(4)]);
      });

      test("takes the beginning of a key, not only whole parts", async () => {
        for (const key of sorted) await objects.put(BUCKET, key, body(key));
        expect(await keys("a/")).toEqual(["a/b", "a/bc", "a/c"]);
        expect(await keys("a/b")).toEqual(["a/b", "a/bc"]);
        expect(await keys("ab")).toEqual(["ab/c"]);
        expect(await keys("../")).toEqual([]);
        expect(await keys("none")).toEqual([]);
      });

      const where = nests ? "" : " (this store refuses them)";
      test.runIf(nests)(`has an object and those whose keys go on from its key${where}`, async () => {
        const nested = ["a", "a-b", "a/b", "a/b/c", "a0"];
        for (const key of nested) await objects.put(BUCKET, key, body(key));
        expect(await keys("a")).toEqual(nested);
        expect([await read("a"), await read("a/b"), await read("a/b/c")]).toEqual(["a", "a/b", "a/b/c"]);
      });
    });

    describe("a link", () => {
      test(links ? "gives the content to anyone, as a file of that name" : "is not there", async () => {
        await objects.put(BUCKET, "a b/ü?.bin", body("linked"), { contentType: "application/x-test" });
        const options = { expiresSeconds: 60, fileName: 'Ünïted "x".bin' };
        const address = await objects.link(BUCKET, "a b/ü?.bin", options);
        expect(address !== undefined).toBe(links);
        if (address === undefined) return;
        const answer = await fetch(address);
        expect(await answer.text()).toBe("linked");
        expect(answer.headers.get("content-type")).toBe("application/x-test");
        expect(answer.headers.get("content-disposition")).toContain("%C3%9Cn%C3%AFted%20%22x%22.bin");
      });
    });

    describe("keys", () => {
      test.for([
        ["README.md", "readme.md"],
        ["run", "run-model"],
        ["con", "con.txt"],
        ["what? 100%", "what? 100%25"],
        ["ends.", "ends"],
        ["a\\b", "a/b"],
        ["ä", "a\u0308"],
      ])("%j and %j are two", async ([one, other]) => {
        await objects.put(BUCKET, String(one), body("one"));
        await objects.put(BUCKET, String(other), body("other"));
        expect([await read(String(one)), await read(String(other))]).toEqual(["one", "other"]);
        expect((await keys("")).sort()).toEqual([one, other].sort());
      });

      test.for([
        [""],
        ["/etc/passwd"],
        ["../up"],
        ["a/../../b"],
        ["a/./b"],
        [".."],
        ["a//b"],
        ["a/"],
        ["a\0b"],
        ["\ud800"],
        [`${"a/".repeat(600)}b`],
      ])("%j is refused", async ([key]) => {
        const refused = { code: "invalid_value" };
        await expect(objects.put(BUCKET, String(key), body("x"))).rejects.toMatchObject(refused);
        await expect(objects.get(BUCKET, String(key))).rejects.toMatchObject(refused);
        await expect(objects.head(BUCKET, String(key))).rejects.toMatchObject(refused);
        await expect(objects.delete(BUCKET, String(key))).rejects.toMatchObject(refused);
        await expect(objects.link(BUCKET, String(key), { expiresSeconds: 1 })).rejects.toMatchObject(refused);
        expect(await keys("")).toEqual([]);
      });
    });

    test("a check leaves nothing behind", async () => {
      await objects.check();
      for (const bucket of BUCKETS) expect(await listed(bucket, "")).toEqual([]);
    });
  });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

import { describe, expect, onTestFinished, test } from "vitest";
import type { QdrantConfig } from "../../src/ports/search-index/qdrant/config.ts";
import { createQdrantIndex } from "../../src/ports/search-index/qdrant/create.ts";
import type { SearchIndex } from "../../src/ports/search-index/search-index.ts";
import { qdrantConfig, startEngineServer, whyNoEngine } from "../servers/qdrant.ts";
import { axis, buildDocument, documentId, INDEX, numbersOf } from "./search-index.fixtures.ts";
import { type Fate, PASS, type Passing, startProxy } from "./search-index.qdrant-proxy.ts";

const title = `search index on Qdrant, when it fails${whyNoEngine ? ` (${whyNoEngine})` : ""}`;

describe.skipIf(whyNoEngine)(title, () => {
  async function open(settings: Partial<QdrantConfig> = {}) {
    const engine = await startEngineServer();
    onTestFinished(() => engine[Symbol.asyncDispose]());
    const proxy = await startProxy(() => engine.url);
    onTestFinished(() => proxy[Symbol.asyncDispose]());
    const config = qdrantConfig(proxy.url, settings);
    const index = createQdrantIndex(config);
    onTestFinished(() => index.close());
    await index.create({ id: INDEX, dimension: 8 });
    return { engine, proxy, index, config };
  }

  const find = async (index: SearchIndex, text: string) =>
    numbersOf(await index.searchLexical(INDEX, { text, filter: { userId: "ada" }, limit: 10 }));
  const counts = async (index: SearchIndex) => {
    const { documents, passages } = await index.describe(INDEX);
    return { documents, passages };
  };
  const isWrite = ({ what }: Passing) => what.startsWith("PUT") && what.endsWith("/points");
  const isCommit = ({ what }: Passing) => what.endsWith("/points/batch");
  const unavailable = { code: "index_unavailable", retryAfter: expect.any(Number) };

  /** All that is stored, whether it counts or not. */
  async function allPoints(url: string): Promise<number> {
    const answer: unknown = await (await fetch(`${url}/collections`)).json();
    const [, name] = /"name":\s*"([^"]*)"/.exec(JSON.stringify(answer)) ?? [];
    const headers = { "content-type": "application/json" };
    const counted = await fetch(`${url}/collections/${name}/points/count`, {
      method: "POST",
      headers,
      body: "{}",
    });
    return Number(/"count":\s*(\d+)/.exec(await counted.text())?.[1]);
  }

  const before = buildDocument(1, { texts: ["harbour", "garden", "kitchen"] });
  const after = buildDocument(1, { texts: ["mountain", "river"], vectors: [axis(5), axis(6)] });

  test.each([
    ["while passages are written", (passing: Passing) => isWrite(passing) && passing.body.includes("river")],
    ["before what is written counts", isCommit],
  ])("a server killed %s leaves the document as it was; writing again mends the rest", async (_when, at) => {
    const { engine, proxy, index } = await open({ batch: 1 });
    await index.replace(INDEX, [before]);
    proxy.decide = async (passing) => {
      if (at(passing)) await engine.kill();
      return PASS;
    };
    await expect(index.replace(INDEX, [after])).rejects.toMatchObject(unavailable);

    await engine.start();
    proxy.decide = () => PASS;
    expect(await find(index, "harbour garden kitchen")).toEqual([1]);
    expect(await find(index, "mountain river")).toEqual([]);
    expect(await counts(index)).toEqual({ documents: 1, passages: 3 });
    expect(await index.vectors(INDEX, [documentId(1)])).toHaveLength(3);

    await index.replace(INDEX, [after]);
    expect(await find(index, "harbour garden kitchen")).toEqual([]);
    expect(await find(index, "mountain")).toEqual([1]);
    expect(await counts(index)).toEqual({ documents: 1, passages: 2 });
    expect(await allPoints(engine.url)).toBe(3);
  });

  test("a server killed in the middle of the last request shows the document once; writing again mends it", async () => {
    const { engine, proxy, index } = await open();
    await index.replace(INDEX, [before]);
    proxy.decide = async (passing) => {
      if (!isCommit(passing)) return PASS;
      const { operations } = JSON.parse(passing.body);
      proxy.decide = async () => {
        await engine.kill();
        return { kind: "hang up" };
      };
      return { kind: "pass", body: JSON.stringify({ operations: operations.slice(0, 1) }), loseAnswer: true };
    };
    await expect(index.replace(INDEX, [after])).rejects.toMatchObject(unavailable);

    await engine.start();
    proxy.decide = () => PASS;
    expect(await find(index, "harbour river")).toEqual([1]);
    expect(await index.listDocuments(INDEX, { limit: 5 })).toEqual([documentId(1)]);
    expect((await index.vectors(INDEX, [documentId(1)])).map(({ vector }) => vector)).toEqual(
      expect.arrayContaining([axis(5), axis(6)]),
    );

    await index.replace(INDEX, [after]);
    expect(await find(index, "harbour garden kitchen")).toEqual([]);
    expect(await allPoints(engine.url)).toBe(3);
  });

  test("an answer that was lost is asked for again, and nothing is there twice", async () => {
    const { engine, proxy, index } = await open();
    for (const request of [isWrite, isCommit]) {
      let lost = false;
      proxy.decide = (passing) => {
        if (lost || !request(passing)) return PASS;
        lost = true;
        return { kind: "pass", loseAnswer: true };
      };
      await index.replace(INDEX, [before]);
      expect(lost).toBe(true);
      expect(await counts(index)).toEqual({ documents: 1, passages: 3 });
      expect(await allPoints(engine.url)).toBe(4);
    }
  });

  test.each([
    ["out of order", 503],
    ["asked too often", 429],
    ["faulty", 500],
  ])("a server that is %s for a moment is asked again", async (_what, status) => {
    const { proxy, index } = await open();
    let faults = 2;
    proxy.decide = (): Fate =>
      faults-- > 0 ? { kind: "answer", status, body: { status: { error: "not now" } } } : PASS;
    await index.replace(INDEX, [before]);
    expect(await find(index, "garden")).toEqual([1]);
  });

  test("a server that is down is unavailable", async () => {
    const { engine, index } = await open();
    await engine.kill();
    await expect(index.searchDense(INDEX, { vector: axis(0), filter: {}, limit: 1 })).rejects.toMatchObject(
      unavailable,
    );
    await expect(index.replace(INDEX, [before])).rejects.toMatchObject(unavailable);
    await expect(index.describe(INDEX)).rejects.toMatchObject(unavailable);
  });

  test("a server that does not answer in time is unavailable, and is not asked again", async () => {
    const { proxy, index } = await open({ timeoutMs: 300 });
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const log = proxy.log.length;
    proxy.decide = async () => {
      await released;
      return PASS;
    };
    await expect(find(index, "garden")).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringContaining("in time"),
    });
    expect(proxy.log.length - log).toBe(1);
    release();
  });

  test("a key that is refused is named as the cause, and not shown", async () => {
    const { proxy, index } = await open({ apiKey: "a-secret-key" });
    expect(new Set(proxy.log.map(({ headers }) => headers["api-key"]))).toEqual(new Set(["a-secret-key"]));
    proxy.decide = () => ({ kind: "answer", status: 403, body: { status: { error: "forbidden" } } });
    const refused = await index.describe(INDEX).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: "index_unavailable",
      message: expect.stringContaining("QDRANT_API_KEY"),
    });
    expect(JSON.stringify(refused) + String(refused)).not.toContain("a-secret-key");
  });

  test("a full disk is named", async () => {
    const { proxy, index } = await open();
    const body = {
      status: { error: "Service internal error: No space left on device: WAL buffer size exceeds" },
    };
    proxy.decide = () => ({ kind: "answer", status: 500, body });
    await expect(index.replace(INDEX, [before])).rejects.toMatchObject({ code: "storage_full" });
  });

  describe("of two that replace a document at once one comes last, whole", () => {
    async function openTwo() {
      const opened = await open({ batch: 1 });
      const other = createQdrantIndex(opened.config);
      onTestFinished(() => other.close());
      const { engine, index } = opened;
      async function replaceAtOnce() {
        await Promise.all([index.replace(INDEX, [before]), other.replace(INDEX, [after])]);
        const passages = (await index.vectors(INDEX, [documentId(1)])).length;
        expect([2, 3]).toContain(passages);
        expect(await find(index, passages === 3 ? "harbour" : "river")).toEqual([1]);
        expect(await counts(index)).toEqual({ documents: 1, passages });
        expect(await allPoints(engine.url)).toBe(1 + passages);
      }
      return { ...opened, replaceAtOnce };
    }

    test("as it comes", async () => {
      const { replaceAtOnce } = await openTwo();
      for (let round = 0; round < 10; round++) await replaceAtOnce();
    });

    test("when each lets its passages count before either deletes the other's", async () => {
      const { engine, proxy, replaceAtOnce } = await openTwo();
      const { promise: bothCount, resolve: goOn } = Promise.withResolvers<void>();
      let counting = 0;
      proxy.decide = async (passing) => {
        if (!isCommit(passing) || counting === 2) return PASS;
        const [first, ...rest] = JSON.parse(passing.body).operations;
        const address = `${engine.url}${passing.what.slice("POST ".length)}?wait=true`;
        await fetch(address, { method: "POST", body: JSON.stringify({ operations: [first] }) });
        if (++counting === 2) goOn();
        await bothCount;
        return { kind: "pass", body: JSON.stringify({ operations: rest }) };
      };
      await replaceAtOnce();
      expect(counting).toBe(2);
    });
  });

  test("closing ends the waiting for a server that is down", async () => {
    const { engine, index } = await open();
    await engine.kill();
    const waiting = expect(index.describe(INDEX)).rejects.toBeInstanceOf(Error);
    await index.close();
    await waiting;
    await expect(index.describe(INDEX)).rejects.toMatchObject({ code: "stopping" });
  });
});

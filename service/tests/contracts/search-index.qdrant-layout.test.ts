import { describe, expect, onTestFinished, test } from "vitest";
import type { QdrantConfig } from "../../src/ports/search-index/qdrant/config.ts";
import { createQdrantIndex } from "../../src/ports/search-index/qdrant/create.ts";
import { qdrantConfig, startEngineServer, whyNoEngine } from "../servers/qdrant.ts";
import { axis, buildDocument, documentId, INDEX, numbersOf, OTHER_INDEX } from "./search-index.fixtures.ts";
import { PASS, startProxy } from "./search-index.qdrant-proxy.ts";

const title = `search index on Qdrant, its collections${whyNoEngine ? ` (${whyNoEngine})` : ""}`;

describe.skipIf(whyNoEngine)(title, () => {
  async function open(settings: Partial<QdrantConfig> = {}) {
    const engine = await startEngineServer();
    onTestFinished(() => engine[Symbol.asyncDispose]());
    const proxy = await startProxy(() => engine.url);
    onTestFinished(() => proxy[Symbol.asyncDispose]());
    const config = qdrantConfig(proxy.url, settings);
    const index = createQdrantIndex(config);
    onTestFinished(() => index.close());

    async function ask(method: string, address: string, body?: unknown): Promise<unknown> {
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      return (await fetch(engine.url + address, { method, ...init })).json();
    }
    return { engine, proxy, index, config, ask };
  }

  const alone = { vectors: { own: { size: 3, distance: "Cosine" } } };

  test("the alias leads to the active index", async () => {
    const { index, config, ask } = await open();
    for (const id of [INDEX, OTHER_INDEX]) await index.create({ id, dimension: 8 });
    await index.replace(INDEX, [buildDocument(1)]);
    const points = async () => await ask("GET", `/collections/${config.alias}`);
    await index.activate(INDEX);
    expect(await points()).toMatchObject({ result: { points_count: 2 } });
    await index.activate(OTHER_INDEX);
    await index.activate(OTHER_INDEX);
    expect(await points()).toMatchObject({ result: { points_count: 0 } });
    await index.drop(OTHER_INDEX);
    expect(await points()).toMatchObject({ status: { error: expect.stringContaining("doesn't exist") } });
    await expect(index.activate(OTHER_INDEX)).rejects.toMatchObject({ code: "index_unavailable" });
  });

  test("a collection that has the name of the alias is left alone", async () => {
    const { index, config, ask } = await open();
    await ask("PUT", `/collections/${config.alias}`, alone);
    await index.create({ id: INDEX, dimension: 8 });
    await expect(index.activate(INDEX)).rejects.toMatchObject({
      code: "invalid_configuration",
      message: expect.stringContaining("QDRANT_ALIAS"),
    });
  });

  test("every payload index is made before the first vector, also after a crash between them", async () => {
    const { engine, proxy, index } = await open();
    let made = 0;
    proxy.decide = async ({ what }) => {
      if (what.endsWith("/index") && ++made === 3) await engine.kill();
      return PASS;
    };
    await expect(index.create({ id: INDEX, dimension: 8 })).rejects.toMatchObject({
      code: "index_unavailable",
    });
    await engine.start();
    proxy.decide = () => PASS;
    proxy.log.length = 0;
    await index.create({ id: INDEX, dimension: 8 });
    await index.replace(INDEX, [buildDocument(1)]);
    const requests = proxy.log.map(({ what }) => what.split("/").at(-1));
    expect(requests.lastIndexOf("index")).toBeLessThan(requests.indexOf("points"));
    const fields = proxy.log.flatMap(({ what, body }) =>
      what.endsWith("/index") ? [JSON.parse(body).field_name] : [],
    );
    expect(fields).toHaveLength(6);
    await index.create({ id: INDEX, dimension: 8 });
    expect(proxy.log.filter(({ what }) => what.endsWith("/index"))).toHaveLength(6);
  });

  test("collections of others are left alone, whatever their names", async () => {
    const { index, config, ask } = await open();
    const name = `${config.collectionPrefix}of-others`;
    await ask("PUT", `/collections/${name}`, alone);
    const points = [{ id: 1, vector: { own: [1, 0, 0] }, payload: { document_id: documentId(1) } }];
    await ask("PUT", `/collections/${name}/points?wait=true`, { points });
    await index.create({ id: INDEX, dimension: 8 });
    await index.remove([documentId(1)]);
    expect(await ask("GET", `/collections/${name}`)).toMatchObject({ result: { points_count: 1 } });
  });

  test("a collection of another layout is left alone, and what to do is said", async () => {
    const { proxy, index, ask } = await open();
    await index.create({ id: INDEX, dimension: 8 });
    const made = proxy.log.find(({ what }) => /^PUT \/collections\/[^/]*$/.test(what));
    await index.drop(INDEX);
    const layout = JSON.parse(made?.body ?? "");
    await ask("PUT", made?.what.slice(4) ?? "", { ...layout, metadata: { layout: 0 } });
    const foreign = { code: "index_unavailable", message: expect.stringContaining("cosmic recreate-index") };
    await expect(index.create({ id: INDEX, dimension: 8 })).rejects.toMatchObject(foreign);
    await expect(index.replace(INDEX, [buildDocument(1)])).rejects.toMatchObject(foreign);
  });

  test("a server that is too old is refused, because it would count everybody's words", async () => {
    const { proxy, index } = await open();
    proxy.decide = ({ what }) =>
      what === "GET /" ? { kind: "answer", status: 200, body: { title: "qdrant", version: "1.18.3" } } : PASS;
    await expect(index.create({ id: INDEX, dimension: 8 })).rejects.toMatchObject({
      code: "index_unavailable",
      message: expect.stringContaining("1.19"),
    });
  });

  test("the settings are those of the collection", async () => {
    const settings = {
      shards: 2,
      replicas: 2,
      writeConsistency: 2,
      onDisk: true,
      quantization: "int8",
    } as const;
    const { proxy, index } = await open({ ...settings, batch: 2 });
    await index.create({ id: INDEX, dimension: 8 });
    const made = proxy.log.find(({ what }) => /^PUT \/collections\/[^/]*$/.test(what));
    expect(JSON.parse(made?.body ?? "")).toMatchObject({
      shard_number: 2,
      replication_factor: 2,
      write_consistency_factor: 2,
      vectors: { dense: { memory: "cold", quantization_config: { scalar: { type: "int8" } } } },
    });
    const vectors = [0, 1, 2, 3, 4].map((component) => axis(component));
    await index.replace(INDEX, [buildDocument(1, { vectors }), buildDocument(2, { vectors: [axis(7)] })]);
    expect(proxy.log.filter(({ what }) => what.startsWith("PUT") && what.endsWith("/points"))).toHaveLength(
      3,
    );
    expect(numbersOf(await index.searchDense(INDEX, { vector: axis(7), filter: {}, limit: 2 }))).toEqual([
      2, 1,
    ]);
    const [search] = proxy.log.filter(({ what }) => what.endsWith("/query"));
    expect(JSON.parse(search?.body ?? "")).toMatchObject({
      params: { quantization: { rescore: true, oversampling: 2 } },
    });
  });

  test("a document needs a UUID for its id", async () => {
    const { index } = await open();
    await index.create({ id: INDEX, dimension: 8 });
    const document = { ...buildDocument(1), documentId: "one" };
    await expect(index.replace(INDEX, [document])).rejects.toMatchObject({ code: "invalid_value" });
    await index.remove(["one"]);
    expect(await index.vectors(INDEX, ["one"])).toEqual([]);
  });

  test("an address may have a path", async () => {
    const engine = await startEngineServer();
    onTestFinished(() => engine[Symbol.asyncDispose]());
    const proxy = await startProxy(() => engine.url);
    onTestFinished(() => proxy[Symbol.asyncDispose]());
    const index = createQdrantIndex(qdrantConfig(`${proxy.url}/behind/`));
    onTestFinished(() => index.close());
    await expect(index.describe(INDEX)).rejects.toMatchObject({ code: "index_unavailable" });
    expect(
      proxy.log.every(({ what }) => / \/behind\/(collections\/.*)?$/.test(what) || what === "GET /behind"),
    ).toBe(true);
  });

  test("says which engine answers", async () => {
    const { index } = await open();
    await index.create({ id: INDEX, dimension: 8 });
    expect((await index.describe(INDEX)).engine).toMatch(/^Qdrant 1\.\d+\.\d+$/);
  });
});

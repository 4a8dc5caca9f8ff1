import { test } from "vitest";
import { createQdrantIndex } from "../../src/ports/search-index/qdrant/create.ts";
import { qdrantConfig, startEngineServer, whyNoEngine } from "../servers/qdrant.ts";
import { searchIndexContract } from "./search-index.contract.ts";
import type { SearchIndexStore } from "./search-index.fixtures.ts";

const server = process.env.TEST_QDRANT_URL ?? process.env.QDRANT_URL;

/** The suite drops every index it makes, so nothing is left on a server. */
function storeAt(url: string, dispose: () => Promise<void>): SearchIndexStore {
  const config = qdrantConfig(url, { apiKey: process.env.QDRANT_API_KEY, batch: 50 });
  let index = createQdrantIndex(config);
  return {
    index,
    async reopen() {
      await index.close();
      index = createQdrantIndex(config);
      return index;
    },
    async dispose() {
      await index.close();
      await dispose();
    },
  };
}

if (server) searchIndexContract("a Qdrant server", async () => storeAt(server, async () => {}));
else test.skip("search index on a Qdrant server (TEST_QDRANT_URL and QDRANT_URL are not set)", () => {});

if (whyNoEngine) test.skip(`search index on Qdrant's engine (${whyNoEngine})`, () => {});
else {
  searchIndexContract("Qdrant's engine", async () => {
    const engine = await startEngineServer();
    return storeAt(engine.url, async () => engine[Symbol.asyncDispose]());
  });
}

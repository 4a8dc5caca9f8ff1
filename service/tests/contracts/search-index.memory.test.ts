import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { IndexedDocument, SearchFilter } from "../../src/ports/search-index/search-index.ts";
import { createSqliteIndex } from "../../src/ports/search-index/sqlite/create.ts";
import { bruteForce } from "./search-index.brute-force.ts";
import { buildDocument, INDEX, randomNumbers, randomUnit } from "./search-index.fixtures.ts";

const DIMENSION = 512;
const USERS = 6;
const BLOCK_BYTES = 32_768;

/** Sixteen vectors take a block, a user has up to 80. */
const MEMORY = [
  ["all vectors in memory", undefined],
  ["memory for two of six users", 10 * BLOCK_BYTES],
  ["memory for some users alone, not for the largest", 4 * BLOCK_BYTES],
  ["no memory", 0],
] as const;

test.each(MEMORY)(
  "with %s, searches among writes find what brute force finds",
  async (_what, vectorBytes) => {
    const folder = await mkdtemp(join(tmpdir(), "search-index-"));
    const index = createSqliteIndex({ folder, ...(vectorBytes === undefined ? {} : { vectorBytes }) });
    onTestFinished(async () => {
      await index.close();
      await rm(folder, { recursive: true });
    });
    await index.create({ id: INDEX, dimension: DIMENSION });
    const random = randomNumbers(3);
    const upTo = (most: number) => Math.floor(random() * most);
    // Few enough that passages and documents tie.
    const vectors = Array.from({ length: 60 }, () => randomUnit(random, DIMENSION));
    const written = new Map<string, IndexedDocument>();

    const writeSome = async () => {
      const documents = Array.from({ length: 1 + upTo(12) }, () =>
        buildDocument(upTo(150), {
          // Sizes differ: the first user has most.
          userId: `user-${Math.floor(random() * random() * USERS)}`,
          documentType: upTo(2) ? "note" : "journal_entry",
          metadata: { mood: upTo(20) ? "calm" : "sad" },
          date: upTo(1000),
          vectors: Array.from({ length: upTo(4) }, () => vectors[upTo(vectors.length)] ?? new Float32Array()),
        }),
      );
      const last = [...new Map(documents.map((document) => [document.documentId, document])).values()];
      for (const document of last) written.set(document.documentId, document);
      await index.replace(INDEX, documents);
    };
    const removeSome = async () => {
      const user = `user-${upTo(USERS)}`;
      const removed = [...written.values()].filter(({ userId }) => userId === user && upTo(5) > 0);
      for (const { documentId } of removed) written.delete(documentId);
      await index.remove(removed.map(({ documentId }) => documentId));
    };
    const searchAll = async () => {
      const attributes: SearchFilter[] = [
        {},
        { documentType: "note", dateFrom: 300 },
        { metadata: { mood: "sad" }, dateTo: 900 },
      ];
      const users = [...Array.from({ length: USERS }, (_, at) => ({ userId: `user-${at}` })), {}];
      for (const filter of users.map((user) => ({ ...user, ...attributes[upTo(attributes.length)] }))) {
        const vector = vectors[upTo(vectors.length)] ?? new Float32Array();
        const query = { vector, filter, limit: 1 + upTo(30), ...(upTo(3) ? {} : { minScore: 0.02 }) };
        const hits = await index.searchDense(INDEX, query);
        const expected = bruteForce([...written.values()], query);
        expect(hits.map(({ documentId, passage }) => [documentId, passage.ordinal])).toEqual(
          expected.map(({ documentId, ordinal }) => [documentId, ordinal]),
        );
        for (const [at, { score }] of hits.entries()) expect(score).toBeCloseTo(expected[at]?.score ?? 2, 5);
      }
    };

    for (let round = 0; round < 25; round++) {
      await (round % 6 === 5 ? removeSome() : writeSome());
      await searchAll();
    }
    await index.remove([...written.keys()]);
    written.clear();
    await searchAll();
  },
);

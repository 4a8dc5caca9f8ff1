import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSqliteIndex } from "../../src/ports/search-index/sqlite/create.ts";
import { searchIndexContract } from "./search-index.contract.ts";
import { axis, buildDocument, documentId, INDEX, numbersOf } from "./search-index.fixtures.ts";

const newFolder = () => mkdtemp(join(tmpdir(), "search-index-"));

searchIndexContract("SQLite", async () => {
  const folder = await newFolder();
  let index = createSqliteIndex({ folder });
  return {
    index,
    async reopen() {
      await index.close();
      index = createSqliteIndex({ folder });
      return index;
    },
    async dispose() {
      await index.close();
      await rm(folder, { recursive: true });
    },
  };
});

describe("search index on SQLite, by itself", () => {
  async function openIndex() {
    const folder = await newFolder();
    const index = createSqliteIndex({ folder: join(folder, "not", "there") });
    onTestFinished(async () => {
      await index.close();
      await rm(folder, { recursive: true });
    });
    return {
      index,
      files: () => readdir(join(folder, "not", "there")),
      folder: join(folder, "not", "there"),
    };
  }
  const query = { vector: axis(0), filter: {}, limit: 5 };

  test("gives the space of a dropped index back at once", async () => {
    const { index, files } = await openIndex();
    await index.create({ id: INDEX, dimension: 8 });
    await index.replace(INDEX, [buildDocument(1)]);
    expect(await files()).not.toEqual([]);
    await index.drop(INDEX);
    expect(await files()).toEqual([]);
  });

  test("says what to do about a damaged file, and is well again once the index has been made anew", async () => {
    const { index, files, folder } = await openIndex();
    await index.create({ id: INDEX, dimension: 8 });
    await index.create({ id: "other", dimension: 8 });
    await index.replace("other", [buildDocument(1)]);
    const name = (await files()).find((file) => file.startsWith("model-a") && file.endsWith(".sqlite"));
    await index.drop(INDEX);
    await writeFile(join(folder, name ?? ""), "this is not a database".repeat(1000));

    const damaged = { code: "index_unavailable", message: expect.stringContaining("cosmic recreate-index") };
    await expect(index.searchDense(INDEX, query)).rejects.toMatchObject(damaged);
    await expect(index.replace(INDEX, [buildDocument(1)])).rejects.toMatchObject(damaged);
    await expect(index.create({ id: INDEX, dimension: 8 })).rejects.toMatchObject(damaged);
    await expect(index.remove([documentId(1)])).rejects.toMatchObject(damaged);
    expect(await index.listDocuments("other", { limit: 5 })).toEqual([]);

    await index.drop(INDEX);
    await index.create({ id: INDEX, dimension: 8 });
    await index.replace(INDEX, [buildDocument(2)]);
    expect(numbersOf(await index.searchDense(INDEX, query))).toEqual([2]);
  });

  test.each([
    ["another version", "UPDATE meta SET layout = 1"],
    ["another program", "DROP TABLE meta"],
  ])("a file of %s is left alone, and what to do is said", async (_whose, change) => {
    const { index, files, folder } = await openIndex();
    await index.create({ id: INDEX, dimension: 8 });
    await index.replace(INDEX, [buildDocument(1)]);
    await index.close();
    const [name = ""] = await files();
    using file = new DatabaseSync(join(folder, name));
    file.exec(change);

    const reopened = createSqliteIndex({ folder });
    onTestFinished(() => reopened.close());
    const foreign = { code: "index_unavailable", message: expect.stringContaining("cosmic recreate-index") };
    await expect(reopened.create({ id: INDEX, dimension: 8 })).rejects.toMatchObject(foreign);
    await expect(reopened.searchDense(INDEX, query)).rejects.toMatchObject(foreign);
    await expect(reopened.describe(INDEX)).rejects.toMatchObject(foreign);
    await expect(reopened.replace(INDEX, [buildDocument(1)])).rejects.toMatchObject(foreign);
    expect(file.prepare("SELECT count(*) AS n FROM documents").get()).toEqual({ n: 1 });
  });

  test("leaves no byte of what was removed in its files, and of a user not even in the log", async () => {
    const { index, files, folder } = await openIndex();
    await index.create({ id: INDEX, dimension: 8 });
    const documents = (first: number, userId: string, word: string) =>
      Array.from({ length: 300 }, (_, i) =>
        buildDocument(first + i, {
          userId,
          texts: [`${word}${i} saw the sea`, `and ${word}s of it`],
          metadata: { mood: `${word}mood` },
        }),
      );
    const holds = async (text: string) => {
      const contents = await Promise.all((await files()).map((name) => readFile(join(folder, name))));
      return contents.some((content) => content.includes(text));
    };
    await index.replace(INDEX, documents(0, "adalovelace", "xylographer"));
    await index.replace(INDEX, documents(1000, "ben", "zymologist"));
    await index.replace(INDEX, documents(0, "adalovelace", "xylographer").slice(0, 100));
    for (const text of ["xylographer", "zymologist", documentId(299)]) expect(await holds(text)).toBe(true);
    await index.remove({ userId: "adalovelace" });
    for (const text of ["xylographer", "adalovelace", documentId(0), documentId(299)]) {
      expect([text, await holds(text)]).toEqual([text, false]);
    }
    expect(await holds("zymologist299")).toBe(true);
    await index.remove(documents(1000, "ben", "").map(({ documentId }) => documentId));
    await index.close();
    for (const text of ["zymologist", documentId(1299)])
      expect([text, await holds(text)]).toEqual([text, false]);
  });

  test("refuses an index without components, or with more than it can hold", async () => {
    const { index } = await openIndex();
    for (const dimension of [0, -1, 1.5, Number.NaN, 10_000]) {
      await expect(index.create({ id: INDEX, dimension })).rejects.toMatchObject({ code: "invalid_value" });
    }
  });

  test("says which engine answers", async () => {
    const { index } = await openIndex();
    await index.create({ id: INDEX, dimension: 8 });
    expect((await index.describe(INDEX)).engine).toMatch(/^SQLite 3\.\d+\.\d+$/);
  });
});

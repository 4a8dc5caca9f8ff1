import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PreparingPglite } from "./preparing-pglite.ts";

let pglite: PGlite;
beforeAll(async () => {
  pglite = new PreparingPglite();
  await pglite.waitReady;
  await pglite.exec(`
    CREATE TABLE words (id int PRIMARY KEY, word text NOT NULL);
    INSERT INTO words SELECT n, 'word ' || n FROM generate_series(1, 500) AS n`);
});
afterAll(() => pglite.close());

const ONE = "SELECT word FROM words WHERE id = $1";
const one = async (id: number) => (await pglite.query(ONE, [id])).rows;
const kept = async (like: string) => {
  const [answer] = await pglite.exec(
    `SELECT count(*)::int AS count FROM pg_prepared_statements WHERE statement LIKE '${like}'`,
  );
  return answer?.rows[0];
};

it("keeps a statement for when it comes again", async () => {
  for (let id = 1; id <= 20; id++) expect(await one(id)).toEqual([{ word: `word ${id}` }]);
  expect(await one(0)).toEqual([]);
  expect(await kept("SELECT word FROM words WHERE id%")).toEqual({ count: 1 });
});

it("gives rows as they are asked for, each time", async () => {
  for (let time = 0; time < 2; time++) {
    const { rows } = await pglite.query("SELECT id, word, NULL AS none FROM words WHERE id < $1", [3], {
      rowMode: "array",
    });
    expect(rows).toEqual([
      [1, "word 1", null],
      [2, "word 2", null],
    ]);
    const { affectedRows } = await pglite.query("UPDATE words SET word = word WHERE id < $1", [4]);
    expect(affectedRows).toBe(3);
    const { resultFields } = await pglite.describeQuery(ONE);
    expect(resultFields.map(({ name }) => name)).toEqual(["word"]);
  }
});

it("goes on after errors of every stage", async () => {
  const insert = "INSERT INTO words VALUES ($1, $2)";
  for (let time = 0; time < 2; time++) {
    await expect(pglite.query("SELEKT $1", [1])).rejects.toThrow(/syntax error/);
    await expect(pglite.query(ONE, ["not a number"])).rejects.toThrow(/invalid input syntax/);
    await expect(pglite.query(insert, [1, "again"])).rejects.toThrow(/duplicate key/);
    const failing = pglite.transaction(async (tx) => {
      await tx.query(insert, [501 + time, "new"]);
      await tx.query(insert, [1, "again"]);
    });
    await expect(failing).rejects.toThrow(/duplicate key/);
    expect(await one(501 + time)).toEqual([]);
    expect(await one(7)).toEqual([{ word: "word 7" }]);
  }
});

it("keeps what was prepared within a transaction that was rolled back", async () => {
  const statement = "SELECT count(*)::int AS count FROM words WHERE id > $1";
  await pglite.transaction(async (tx) => {
    await tx.query(statement, [490]);
    await tx.rollback();
  });
  expect((await pglite.query(statement, [490])).rows).toEqual([{ count: 10 }]);
});

it("forgets the statements that were not used for longest", async () => {
  const { rows } = await pglite.query<{ word: string }>(ONE, [1]);
  for (let n = 0; n < 400; n++) {
    const text = `SELECT ${n} AS n, word FROM words WHERE id = $1`;
    expect((await pglite.query(text, [1])).rows).toEqual([{ n, word: rows[0]?.word }]);
  }
  expect(await kept("%")).toEqual({ count: expect.toSatisfy((count: number) => count > 100 && count < 160) });
  expect(await one(2)).toEqual([{ word: "word 2" }]);
});

it("follows tables that change: at once, or after one refusal where the columns are others", async () => {
  const all = "SELECT * FROM words WHERE id = $1";
  const some = "SELECT id, word FROM words WHERE id = $1";
  await pglite.query(all, [1]);
  await pglite.query(some, [1]);
  await pglite.exec("ALTER TABLE words ADD COLUMN language text DEFAULT 'en'");
  expect((await pglite.query(some, [1])).rows).toEqual([{ id: 1, word: "word 1" }]);
  await expect(pglite.query(all, [1])).rejects.toThrow(/cached plan/);
  expect((await pglite.query(all, [1])).rows).toEqual([{ id: 1, word: "word 1", language: "en" }]);
});

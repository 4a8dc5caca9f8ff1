import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createAnalyser } from "../../lexical/analyse.ts";
import { ChangeLog } from "../change-log.ts";
import { IndexWriter } from "../index-writer.ts";
import { createIndexFile, openIndexFile } from "../open-file.ts";
import { DenseReader } from "./dense-reader.ts";
import { MatrixCache } from "./matrix-cache.ts";
import { VectorBlocks } from "./vector-blocks.ts";

const CHANGES_KEPT = 4;

/** An index of two components whose log of changes is short. */
function openIndex() {
  const folder = mkdtempSync(join(tmpdir(), "dense-reader-"));
  const path = join(folder, "index.sqlite");
  const openWriter = () => {
    const file = createIndexFile(path, "index", 2);
    return {
      writer: new IndexWriter(file, createAnalyser(), new ChangeLog(file.database, CHANGES_KEPT)),
      file,
    };
  };
  let { writer, file } = openWriter();
  const reader = new DenseReader(
    openIndexFile(path, "read"),
    path,
    new MatrixCache(new VectorBlocks(1_000_000)),
  );
  onTestFinished(() => {
    reader.close();
    writer.close();
    rmSync(folder, { recursive: true });
  });
  return {
    write: (documentId: string, userId: string, cosine: number) =>
      writer.replace([
        {
          documentId,
          userId,
          attributes: { documentType: "note", metadata: {}, date: 0 },
          passages: [
            {
              ordinal: 0,
              start: 0,
              end: 1,
              text: "",
              vector: Float32Array.of(cosine, Math.sqrt(1 - cosine * cosine)),
            },
          ],
        },
      ]),
    remove: (documentId: string) => writer.remove([documentId]),
    reopenWriter() {
      writer.close();
      ({ writer, file } = openWriter());
    },
    changesLogged: () => Number(file.database.prepare("SELECT count(*) AS n FROM changes").get()?.n),
    find: (userId: string) =>
      reader
        .search({ vector: Float32Array.of(1, 0), filter: { userId }, limit: 10 })
        .map(({ documentId, score }) => `${documentId} ${score.toFixed(2)}`),
  };
}

test("a reader that has fallen behind the log reads the user anew", () => {
  const index = openIndex();
  index.write("a", "ada", 0.5);
  index.write("z", "ada", 0.25);
  expect(index.find("ada")).toEqual(["a 0.50", "z 0.25"]);
  index.write("a", "ada", 0.75);
  index.remove("z");
  for (let number = 0; number < 20; number++) {
    index.write(`b${number}`, "ben", 0.1);
    expect(index.changesLogged()).toBeLessThanOrEqual(2 * CHANGES_KEPT);
  }
  expect(index.find("ada")).toEqual(["a 0.75"]);
});

test("a change is seen whatever part of the log is left", () => {
  const index = openIndex();
  index.write("a", "ada", 0.5);
  for (let others = 0; others < 15; others++) {
    index.write("a", "ada", others / 20);
    for (let number = 0; number < others; number++) index.write(`b${number}`, "ben", 0.1);
    expect(index.find("ada")).toEqual([`a ${(others / 20).toFixed(2)}`]);
  }
});

test("the log goes on where it was when the writer starts again", () => {
  const index = openIndex();
  for (let step = 0; step < 20; step++) {
    index.write("a", "ada", step / 20);
    if (step % 3 === 0) index.reopenWriter();
    if (step % 5 !== 4) expect(index.find("ada")).toEqual([`a ${(step / 20).toFixed(2)}`]);
  }
  expect(index.changesLogged()).toBeLessThanOrEqual(2 * CHANGES_KEPT);
});

test("a user whose last document is removed is forgotten, and may come back", () => {
  const index = openIndex();
  index.write("a", "ada", 0.5);
  expect(index.find("ada")).toEqual(["a 0.50"]);
  index.remove("a");
  expect(index.find("ada")).toEqual([]);
  // Takes over the keys that have become free.
  index.write("b", "ben", 0.25);
  expect(index.find("ben")).toEqual(["b 0.25"]);
  expect(index.find("ada")).toEqual([]);
  index.write("a", "ada", 0.75);
  expect(index.find("ada")).toEqual(["a 0.75"]);
});

test("a document that moves is the new user's alone", () => {
  const index = openIndex();
  index.write("a", "ada", 0.5);
  index.write("b", "ben", 0.25);
  expect([index.find("ada"), index.find("ben")]).toEqual([["a 0.50"], ["b 0.25"]]);
  index.write("a", "ben", 0.5);
  expect([index.find("ada"), index.find("ben")]).toEqual([[], ["a 0.50", "b 0.25"]]);
});

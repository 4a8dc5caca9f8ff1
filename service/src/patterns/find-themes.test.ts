import { expect, it } from "vitest";
import { computeThemes } from "./compute-themes.ts";
import { findThemes } from "./find-themes.ts";
import { makeUpDocuments } from "./made-up-documents.ts";

const documents = makeUpDocuments({ topics: 5, perTopic: 40 });

it("gives on its thread what is computed here, tells how far it is, and leaves the vectors alone", async () => {
  const shares: number[] = [];
  const found = await findThemes({ documents, seed: 1, onProgress: (share) => shares.push(share) });
  expect(found).toEqual(computeThemes({ documents, seed: 1 }));
  expect(shares.length).toBeGreaterThan(5);
  expect(documents[0]?.vector.length).toBe(32);
});

it("lets this thread work meanwhile", async () => {
  let turns = 0;
  const running = findThemes({ documents, seed: 1 });
  const turn = setInterval(() => turns++, 1);
  await running;
  clearInterval(turn);
  expect(turns).toBeGreaterThan(10);
});

it("ends at once when it is aborted", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const running = findThemes({
    documents,
    seed: 1,
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(running).rejects.toBe(reason);
  await expect(findThemes({ documents, seed: 1, signal: controller.signal })).rejects.toBe(reason);
});

it("refuses vectors of two models", async () => {
  const [first, ...rest] = documents;
  if (!first) throw new Error("no documents");
  const mixed = [{ ...first, vector: new Float32Array(8) }, ...rest];
  await expect(findThemes({ documents: mixed, seed: 1 })).rejects.toMatchObject({
    code: "dimension_mismatch",
  });
});

it("has nothing to find without documents", async () => {
  expect((await findThemes({ documents: [], seed: 1 })).status).toBe("not_enough");
});

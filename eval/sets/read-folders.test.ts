import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeQueries } from "./evaluation-set.ts";
import { findFolders, readFolders } from "./read-folders.ts";

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "cosmic-eval-sets-"));
});
afterEach(() => rm(data, { recursive: true, force: true }));

async function write(path: string, ...lines: (string | object)[]): Promise<void> {
  const file = join(data, path);
  await mkdir(dirname(file), { recursive: true });
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  await writeFile(file, `${text}\n`);
}

const HEAD = "query-id\tcorpus-id\tscore";

describe("a folder in BEIR's layout", () => {
  beforeEach(async () => {
    await write(
      "small/corpus.jsonl",
      { _id: "1", title: "Rain", text: "It rained all day.", metadata: {} },
      { _id: "2", title: "Only a title", text: "" },
      { id: "3", text: "Under another name of the id." },
    );
    await write("small/queries.jsonl", { _id: "q1", text: "weather" }, { _id: "q2", text: "nobody answers" });
    await write("small/qrels.tsv", HEAD, "q1\t1\t2", "q1\t3\t0", "q2\t2\t0");
  });

  it("is read with its grades", async () => {
    const [set, ...others] = await readFolders([join(data, "small")]);
    expect(others).toEqual([]);
    expect(set?.name).toBe("small");
    expect(set?.corpus.documents).toEqual([
      { id: "1", title: "Rain", text: "It rained all day." },
      { id: "2", title: "", text: "Only a title" },
      { id: "3", title: "", text: "Under another name of the id." },
    ]);
    // Grade 0 is no answer, and a query without an answer tells nothing.
    expect(set?.queries).toEqual([{ id: "q1", text: "weather", grades: new Map([["1", 2]]) }]);
  });

  it("may keep its judgements where BEIR has them", async () => {
    await rm(join(data, "small/qrels.tsv"));
    await write("small/qrels/test.tsv", HEAD, "q2\t2\t1");
    const [set] = await readFolders([join(data, "small")]);
    expect(set?.queries.map(({ id }) => id)).toEqual(["q2"]);
  });

  it("has another fingerprint when a text or a judgement changes", async () => {
    const fingerprint = async () => (await readFolders([join(data, "small")]))[0]?.fingerprint;
    const before = await fingerprint();
    expect(await fingerprint()).toBe(before);
    await write("small/qrels.tsv", HEAD, "q1\t1\t1");
    expect(await fingerprint()).not.toBe(before);
  });

  it.each([
    ["corpus.jsonl", ['{"_id":"1","text":"a"}', "{"], /^small\/corpus\.jsonl:2: .*JSON/],
    ["corpus.jsonl", ['{"_id":"1","text":7}'], /^small\/corpus\.jsonl:1: text must be a string/],
    ["corpus.jsonl", ['{"text":"a"}'], /^small\/corpus\.jsonl:1: .*id is missing/],
    [
      "queries.jsonl",
      ['{"_id":"q","text":"a"}', "", '{"_id":"q","text":"b"}'],
      /queries\.jsonl:3: the id "q"/,
    ],
    ["qrels.tsv", [HEAD, "q1\t1"], /qrels\.tsv:2: It has 2 columns in place of 3/],
    ["qrels.tsv", [HEAD, "q1\t1\tyes"], /qrels\.tsv:2: score/],
    ["qrels.tsv", [HEAD, "q1\t1\t1", "q9\t1\t1"], /qrels\.tsv:3: there is no query "q9"/],
    ["qrels.tsv", [HEAD, "q1\t9\t1"], /qrels\.tsv:2: there is no document "9"/],
  ])("says where %s is wrong: %j", async (file, lines, message) => {
    await write(`small/${file}`, ...lines);
    await expect(readFolders([join(data, "small")])).rejects.toThrow(message);
  });

  it("says which file is missing", async () => {
    await rm(join(data, "small/queries.jsonl"));
    await expect(readFolders([join(data, "small")])).rejects.toThrow(/queries\.jsonl cannot be read/);
  });
});

describe("queries over a diary", () => {
  beforeEach(async () => {
    await write(
      "diary/pepys-1664-1666.jsonl",
      { id: "e1", date: "1664-01-01", heading: "1st", text: "With Mr. Deering at noon." },
      { id: "e2", date: "1664-01-02", heading: "2nd", text: "Up betimes." },
    );
    await write("diary-queries/queries.jsonl", { id: "k1", text: "getting up early", n: 1 });
    await write("diary-queries/qrels.tsv", HEAD, "k1\te2\t1");
    await write(
      "hybrid/queries.jsonl",
      { id: "x1", type: "name", text: "Deering", nl: "Who is Deering?", n: 1 },
      { id: "x2", type: "bigram", text: "Mr. Deering", nl: "Who is Mr. Deering?", n: 1 },
      { id: "x3", type: "rare", text: "betimes", nl: "Where is betimes?", n: 1 },
    );
    await write("hybrid/qrels.tsv", HEAD, "x1\te1\t1", "x2\te1\t1", "x3\te2\t1");
  });

  it("share the diary, without its headings", async () => {
    const sets = await readFolders(findFolders(data));
    expect(new Set(sets.map(({ corpus }) => corpus)).size).toBe(1);
    expect(sets[0]?.corpus.name).toBe("pepys-1664-1666");
    expect(sets[0]?.corpus.documents[1]).toEqual({ id: "e2", title: "", text: "Up betimes." });
  });

  it("are a set for each kind of look-up, bare and in a question", async () => {
    const sets = await readFolders([join(data, "hybrid")]);
    expect(sets.map(({ name, queries }) => [name, queries.map(({ text }) => text).join()])).toEqual([
      ["hybrid: names", "Deering"],
      ["hybrid: names, in a question", "Who is Deering?"],
      ["hybrid: two-word names", "Mr. Deering"],
      ["hybrid: two-word names, in a question", "Who is Mr. Deering?"],
      ["hybrid: rare words", "betimes"],
      ["hybrid: rare words, in a question", "Where is betimes?"],
    ]);
  });

  it("need the diary beside them", async () => {
    await rm(join(data, "diary"), { recursive: true });
    await expect(readFolders([join(data, "hybrid")])).rejects.toThrow(
      /pepys-1664-1666\.jsonl cannot be read/,
    );
  });
});

it("names the folder that it cannot read", async () => {
  await write("notes/queries.jsonl", { id: "q", text: "a" });
  await expect(readFolders([join(data, "notes")])).rejects.toThrow(/notes is no evaluation set/);
  expect(() => findFolders(join(data, "nowhere"))).toThrow(/Set EVAL_DATA/);
});

it("takes a few queries from all over a set", () => {
  const queries = Array.from({ length: 10 }, (_, i) => ({ id: `${i}`, text: "a", grades: new Map() }));
  const set = { name: "s", corpus: { name: "c", documents: [] }, queries, fingerprint: "f" };
  expect(takeQueries(set, 3).queries.map(({ id }) => id)).toEqual(["0", "3", "6"]);
  expect(takeQueries(set, 20).queries).toHaveLength(10);
});

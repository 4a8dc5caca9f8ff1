import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestService, type TestService, until } from "../../service/tests/flows/test-service.ts";
import { reciprocalRankFusion } from "../lab/fusions.ts";
import { scoreFusion } from "../lab/score-fusion.ts";
import { printRun } from "../report/print-run.ts";
import { type Corpus, toEvaluationSet } from "../sets/evaluation-set.ts";
import { evaluate } from "./evaluate.ts";
import { runAblation } from "./run-ablation.ts";

const TEXTS = {
  rain: "It rained all day, and I stayed in bed with a novel.",
  run: "Ran ten kilometres along the river before breakfast.",
  boss: "A quarrel with my manager about the deadline left me shaking.",
  bread: "Baked sourdough with Kvetoslava; the kitchen smelled of it for hours.",
  moon: "The moon was so bright that the dog would not sleep.",
};
const corpus: Corpus = {
  name: "days",
  documents: [
    ...Object.entries(TEXTS).map(([id, text]) => ({ id, title: "", text })),
    { id: "blank", title: "", text: "   " },
  ],
};
const query = (id: string, text: string, answer: string) => ({ id, text, grades: new Map([[answer, 1]]) });
const meanings = toEvaluationSet("meanings", corpus, [
  query("m1", "conflict at work", "boss"),
  query("m2", "jogging in the morning", "run"),
]);
const names = toEvaluationSet("names", corpus, [query("n1", "Kvetoslava", "bread")]);

describe("with a service of its own", () => {
  it("measures both sets on one corpus, and dumps the legs that make the answers", async () => {
    const { run, legs } = await evaluate([meanings, names], { modes: ["hybrid", "keyword"], legs: true });

    expect(run.corpora).toMatchObject([{ name: "days", documents: 5, passages: 5, refused: ["blank"] }]);
    expect(run.rows.map(({ set, mode }) => `${set} ${mode}`)).toEqual([
      "meanings hybrid",
      "meanings keyword",
      "names hybrid",
      "names keyword",
    ]);
    const [hybrid, keyword] = run.rows;
    expect(hybrid?.queries.map(({ scores }) => scores["hit@1"])).toEqual([1, 1]);
    // The modes take turns in paying for the embedding of a query.
    expect([hybrid, keyword].map((row) => row?.queries.map(({ fresh }) => fresh))).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(run.service.settings?.passageTokens).toBeGreaterThan(0);
    expect(printRun(run)).toContain("| meanings |       2 | hybrid  |");

    const name = legs.sets[1]?.queries[0];
    expect(name?.keyword[0]).toMatchObject({ id: "bread", bm25: expect.any(Number) });
    expect(name?.semantic).toHaveLength(5);
    for (const part of ["pairs", "exact"] as const) expect(name?.without?.[part]?.[0]?.id).toBe("bread");
    // A name that stands once has nothing beside it: only the exact form counted more.
    expect(name?.without?.pairs?.[0]?.bm25).toBe(name?.keyword[0]?.bm25);
    expect(name?.without?.exact?.[0]?.bm25).toBeLessThan(name?.keyword[0]?.bm25 ?? 0);
    const [fused] = scoreFusion(legs, reciprocalRankFusion(2));
    expect(fused?.queries.map(({ scores }) => scores)).toEqual(hybrid?.queries.map(({ scores }) => scores));
  });
});

it("ranks again with each part off", async () => {
  const { printed } = await runAblation([names], new AbortController().signal);
  const cells = (row: string) =>
    printed
      .split("\n")
      .find((line) => line.startsWith(`| ${row} `))
      ?.split("|") ?? [];
  expect(cells("everything on")[2]?.trim()).toBe("1.000");
  for (const row of ["words side by side", "exact form", "passages: as long"])
    expect(printed).toContain(`| ${row}`);
});

describe("with a service that runs", () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
    await service.client.POST("/api/v1/documents/", { body: { user_id: "ada", text: "Kvetoslava called." } });
    await service.settled();
  });
  afterAll(() => service?.stop());
  const documents = async () => {
    const { data } = await service.client.GET("/api/v1/documents/", { params: { query: {} } });
    return data?.results.map(({ user_id }) => user_id);
  };

  it("does not see what is there, and leaves nothing behind", async () => {
    const { run } = await evaluate([names], { modes: ["keyword"], url: service.address });
    expect(run.rows[0]?.queries[0]).toMatchObject({ id: "n1", ranked: ["bread"] });
    expect(run.seconds.serviceCpu).toBeNull();
    expect(await documents()).toEqual(["ada"]);
  });

  it("leaves nothing behind when it is stopped in the middle", async () => {
    const many = toEvaluationSet(
      "many",
      corpus,
      Array.from({ length: 1000 }, (_, i) => query(`${i}`, `moon ${i}`, "moon")),
    );
    const stopped = new AbortController();
    const run = evaluate([many], { modes: ["keyword"], url: service.address, signal: stopped.signal });
    const rejected = expect(run).rejects.toThrow("enough");
    await until(async () => ((await documents())?.length ?? 0) > 1);
    stopped.abort(new Error("enough"));
    await rejected;
    expect(await documents()).toEqual(["ada"]);
  });

  it("says when nobody answers", async () => {
    const nowhere = evaluate([names], { modes: ["keyword"], url: "http://127.0.0.1:9" });
    await expect(nowhere).rejects.toThrow(/127\.0\.0\.1:9 does not answer/);
  });
});

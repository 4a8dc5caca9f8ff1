import { SEARCH_MODES, type SearchRequest } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestService, type TestService, until } from "./test-service.ts";

let service: TestService;
const ids = new Map<string, string>();

const DOCUMENTS = [
  {
    key: "sea",
    user_id: "ann",
    title: "Sea",
    text: "We swam in the cold sea before breakfast.",
    entry_date: "2024-07-01",
    metadata: { mood: "happy", km: 3 },
  },
  {
    key: "exam",
    user_id: "ann",
    title: "Exam",
    text: "I could not sleep, the exam is tomorrow and I am scared.",
    entry_date: "2024-11-10",
    metadata: { mood: "anxious" },
    source: "mobile",
    source_id: "exam-1",
  },
  {
    key: "note",
    user_id: "ann",
    title: "List",
    text: "Milk, eggs, and a birthday card for Wilhelmina.",
    document_type: "note",
    entry_date: "2024-07-02",
  },
  {
    key: "other",
    user_id: "bob",
    title: "Sea",
    text: "The sea was rough and the ferry did not leave.",
    entry_date: "2024-07-01",
    metadata: { mood: "happy" },
  },
];

beforeAll(async () => {
  service = await startTestService();
  for (const { key, ...body } of DOCUMENTS) {
    const { data } = await service.client.POST("/api/v1/documents/", { body });
    ids.set(data?.id ?? "", key);
  }
  // Long, with what is looked for near its end.
  const text = `${"The days went by without anything to tell. ".repeat(120)}Then my brother called from Lisbon. ${"And again nothing happened here. ".repeat(60)}`;
  const { data } = await service.client.POST("/api/v1/documents/", { body: { user_id: "cleo", text } });
  ids.set(data?.id ?? "", "long");
  await service.settled();
});
afterAll(() => service?.stop());

async function search(body: SearchRequest) {
  const { data, error } = await service.client.POST("/api/v1/search/", { body });
  if (!data) throw new Error(JSON.stringify(error));
  return data;
}
const keys = async (body: SearchRequest) =>
  (await search(body)).results.map((hit) => ids.get(hit.document_id));

describe("search", () => {
  it("never shows one user what another wrote", async () => {
    expect(await keys({ query: "sea", user_id: "ann", mode: "keyword" })).toEqual(["sea"]);
    expect(await keys({ query: "sea", user_id: "bob" })).toEqual(["other"]);
    expect(await keys({ query: "sea", user_id: "nobody" })).toEqual([]);
  });

  it("searches all users when none is named", async () => {
    expect((await keys({ query: "sea", mode: "keyword" })).sort()).toEqual(["other", "sea"]);
  });

  it("finds by meaning without a common word", async () => {
    expect((await keys({ query: "nervous about a test", user_id: "ann", mode: "semantic" }))[0]).toBe("exam");
  });

  it("finds a name that the model does not know", async () => {
    const [hit] = (await search({ query: "Wilhelmina", user_id: "ann" })).results;
    expect(ids.get(hit?.document_id ?? "")).toBe("note");
    expect(hit?.matched_by).toContain("keyword");
    expect(hit?.ranks.keyword).toBe(1);
    expect(hit?.score).toBeTypeOf("number");
  });

  it("says where the document came from", async () => {
    const [hit] = (await search({ query: "exam", user_id: "ann" })).results;
    expect([hit?.source, hit?.source_id]).toEqual(["mobile", "exam-1"]);
  });

  it("says what each leg gave for a hit", async () => {
    const user_id = "ann";
    const both = await search({ query: "sea", user_id });
    const [first, ...others] = both.results;
    expect(first?.scores.semantic).toBe(first?.score);
    expect(first?.scores.keyword).toBeGreaterThan(0);
    for (const { ranks, scores } of others) {
      expect(scores.keyword === null).toBe(ranks.keyword === null);
      expect(scores.semantic === null).toBe(ranks.semantic === null);
    }
    const [semantic] = (await search({ query: "sea", user_id, mode: "semantic" })).results;
    expect(semantic?.scores).toEqual({ semantic: semantic?.score, keyword: null });
    const [keyword] = (await search({ query: "sea", user_id, mode: "keyword" })).results;
    expect(keyword?.scores).toMatchObject({ semantic: null, keyword: expect.any(Number) });
    expect(keyword?.score).toBeCloseTo(semantic?.score ?? 0, 5);
  });

  it("filters by type, metadata and date", async () => {
    const user_id = "ann";
    expect(await keys({ query: "sea", user_id, document_type: "note" })).toEqual(["note"]);
    expect(await keys({ query: "sea", user_id, metadata: { mood: "happy" } })).toEqual(["sea"]);
    expect(await keys({ query: "sea", user_id, metadata: { km: 3 } })).toEqual(["sea"]);
    expect(await keys({ query: "sea", user_id, metadata: { km: "3" } })).toEqual([]);
    expect(
      (await keys({ query: "sea", user_id, date_from: "2024-07-01", date_to: "2024-07-02" })).sort(),
    ).toEqual(["note", "sea"]);
    expect(await keys({ query: "sea", user_id, date_to: "2024-07-01" })).toEqual(["sea"]);
    expect(await keys({ query: "sea", user_id, date_from: "2025-01-01" })).toEqual([]);
  });

  it("cuts the semantic leg by the threshold, not the words", async () => {
    expect(await keys({ query: "sea", user_id: "ann", mode: "semantic", score_threshold: 0.99 })).toEqual([]);
    const { results } = await search({ query: "sea", user_id: "ann", score_threshold: 0.99 });
    expect(results.map(({ matched_by }) => matched_by)).toEqual([["keyword"]]);
  });

  it("shows the passage that matched with its place in the text", async () => {
    for (const mode of SEARCH_MODES) {
      const { results } = await search({ query: "brother in Lisbon", user_id: "cleo", mode });
      expect(results).toHaveLength(1);
      const [hit] = results;
      expect(hit?.passage.text).toContain("my brother called from Lisbon");
      expect(hit?.text.slice(hit.passage.start, hit.passage.end)).toBe(hit?.passage.text);
      expect(hit?.passage.text.length).toBeLessThan(800);
    }
  });

  it("highlights the nearest sentence of a hit that has no word of the query, when asked to", async () => {
    const query = { query: "relatives phoning from abroad", user_id: "cleo" };
    const [plain] = (await search(query)).results;
    expect(plain?.highlights).toEqual([]);
    const ask = async () => (await search({ ...query, highlight: "sentence" })).results[0];
    // On a busy machine the time for it may be over before there is one.
    await until(async () => (await ask())?.highlights.length === 1);
    const hit = await ask();
    expect(hit?.highlights.map(({ start, end, kind }) => [hit.text.slice(start, end), kind])).toEqual([
      ["Then my brother called from Lisbon.", "sentence"],
    ]);
    const [word] = (await search({ query: "brother", user_id: "cleo", highlight: "sentence" })).results;
    expect(word?.highlights.map(({ kind }) => kind)).toEqual(["word"]);
    const answer = await service.request("GET", "/api/v1/search/?query=a&highlight=paragraph");
    expect(await answer.json()).toMatchObject({ code: "invalid_value", field: "/highlight" });
  });

  it("gives no more than top_k", async () => {
    expect(await keys({ query: "sea", user_id: "ann", top_k: 1 })).toHaveLength(1);
  });

  it.each([
    '"',
    "NEAR(a b)",
    "a AND",
    "*",
    "-",
    "c++ (x)",
    "' OR 1=1 --",
    "🙂",
    "the of and",
    "x".repeat(9_000),
  ])("takes any query: %j", async (query) =>
    expect((await search({ query, user_id: "ann" })).count).toBeGreaterThanOrEqual(0),
  );

  it("answers a browser too", async () => {
    const { data } = await service.client.GET("/api/v1/search/", {
      params: { query: { query: "sea", user_id: "bob", top_k: 3, mode: "keyword" } },
    });
    expect(data?.results.map((hit) => ids.get(hit.document_id))).toEqual(["other"]);
  });
});

describe("similar documents", () => {
  const similar = async (key: string, top_k?: number) => {
    const id = [...ids].find(([, known]) => known === key)?.[0] ?? "";
    const params = { path: { id }, query: top_k === undefined ? {} : { top_k } };
    const { data } = await service.client.GET("/api/v1/documents/{id}/similar/", { params });
    return data;
  };
  const keys = (found: Awaited<ReturnType<typeof similar>>) =>
    found?.results.map(({ document_id }) => ids.get(document_id));

  it("are the others of the same user, nearest first", async () => {
    const found = await similar("sea");
    expect(found).toMatchObject({ indexed: true, count: 2 });
    expect(keys(found)?.toSorted()).toEqual(["exam", "note"]);
    const scores = found?.results.map(({ score }) => score ?? 0) ?? [];
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(keys(await similar("sea", 1))).toEqual(keys(found)?.slice(0, 1));
  });

  it("are none for one who wrote a single document, long as it may be", async () => {
    expect(await similar("long")).toMatchObject({ indexed: true, count: 0, results: [] });
  });

  it("of a document that is not there are an error", async () => {
    const answer = await service.request("GET", `/api/v1/documents/${crypto.randomUUID()}/similar/`);
    expect(answer.status).toBe(404);
  });
});

describe("search while typing", () => {
  it("finds words that begin with the last one, and shows where", async () => {
    const typed = { query: "card for wilh", user_id: "ann", mode: "keyword" } as const;
    const [whole] = (await search({ ...typed, prefix: true })).results;
    expect(whole && ids.get(whole.document_id)).toBe("note");
    expect(whole?.highlights.map(({ start, end }) => whole.text.slice(start, end))).toEqual([
      "card",
      "Wilhelmina",
    ]);
    expect((await search({ ...typed, query: "wilh" })).count).toBe(0);
    const answer = await service.request(
      "GET",
      "/api/v1/search/?query=wilh&user_id=ann&mode=keyword&prefix=true",
    );
    expect(await answer.json()).toMatchObject({ count: 1 });
  });
});

import { SearchResponse } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, startTestService, type TestService } from "./test-service.ts";

let service: TestService;
const keys = new Map<string, string>();

const ENTRIES = {
  "sea 2020": { text: "We swam in the cold sea before breakfast.", entry_date: "2020-05-10" },
  "sea again": { text: "We swam in the cold sea, before breakfast!", entry_date: "2021-05-10" },
  "sea now": { text: "The sea was rough and the ferry did not leave.", entry_date: "2024-03-31" },
  late: { text: "Dinner by the sea with Ann.", entry_date: "2024-04-01T03:00:00Z" },
  april: { text: "Walked along the sea.", entry_date: "2024-04-01" },
  bread: { text: "Baked bread all morning.", entry_date: "2024-03-05" },
};

beforeAll(async () => {
  service = await startTestService();
  for (const [key, entry] of Object.entries(ENTRIES)) {
    const { data } = await service.client.POST("/api/v1/documents/", { body: { user_id: "ann", ...entry } });
    keys.set(data?.id ?? "", key);
  }
  await service.settled();
});
afterAll(() => service?.stop());

type Fields = Record<string, string | number | boolean>;

/** The same over both methods; they have to answer alike. */
async function search(fields: Fields): Promise<SearchResponse & { keys: string[] }> {
  const asked = { user_id: "ann", ...fields };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) parameters.set(name, String(value));
  const get = await service.request("GET", `/api/v1/search/?${parameters}`);
  const post = await service.request("POST", "/api/v1/search/", JSON.stringify(asked));
  expect([get.status, post.status]).toEqual([200, 200]);
  const [one, other] = [await bodyOf(SearchResponse, get), await bodyOf(SearchResponse, post)];
  expect({ ...one, took_ms: 0 }).toEqual({ ...other, took_ms: 0 });
  return { ...one, keys: one.results.map(({ document_id }) => keys.get(document_id) ?? "") };
}

describe("diversify", () => {
  it("puts a second entry of the same words behind one that says something else", async () => {
    const plain = await search({ query: "a swim in the sea before breakfast" });
    expect(plain.keys.slice(0, 2).toSorted()).toEqual(["sea 2020", "sea again"]);
    const varied = await search({ query: "a swim in the sea before breakfast", diversify: 0.5 });
    expect(varied.keys[0]).toBe(plain.keys[0]);
    expect(varied.keys[1]).not.toMatch(/sea 2020|sea again/);
    expect(varied.keys.toSorted()).toEqual(plain.keys.toSorted());
    expect((await search({ query: "a swim in the sea before breakfast", diversify: 0 })).keys).toEqual(
      plain.keys,
    );
  });
});

describe("recency", () => {
  it("puts the newer of two that fit alike first", async () => {
    const asked = { query: "swam in the cold sea before breakfast", mode: "keyword" };
    expect((await search({ ...asked, recency: 100 })).keys.indexOf("sea again")).toBeLessThan(
      (await search({ ...asked, recency: 100 })).keys.indexOf("sea 2020"),
    );
    expect((await search({ ...asked, recency: 30 })).keys[0]).not.toMatch(/sea 2020|sea again/);
    expect((await search({ ...asked, recency: 36_500 })).keys[0]).toMatch(/sea 2020|sea again/);
  });
});

describe("dates", () => {
  it("are left alone unless asked for", async () => {
    const answer = await search({ query: "the sea in March 2024" });
    expect(answer).not.toHaveProperty("dates");
    expect(answer.keys).toContain("sea 2020");
  });

  it("filter, and the answer says what was understood", async () => {
    const answer = await search({ query: "the sea in March 2024", dates: true });
    expect(answer.keys).toEqual(["sea now", "bread"]);
    expect(answer.dates).toEqual({
      from: "2024-03-01",
      to: "2024-03-31",
      time_zone: "UTC",
      words: "in March 2024",
      query: "the sea",
    });
  });

  it("are days of the reader's time zone, and an entry of a day belongs to that day everywhere", async () => {
    const asked = { query: "sea in March 2024", mode: "keyword", dates: true };
    expect((await search({ ...asked, time_zone: "America/New_York" })).keys.toSorted()).toEqual([
      "late",
      "sea now",
    ]);
    expect((await search({ ...asked, time_zone: "Asia/Tokyo" })).keys).toEqual(["sea now"]);
    const april = {
      query: "sea on 1 April 2024",
      mode: "keyword",
      dates: true,
      time_zone: "America/New_York",
    };
    expect((await search(april)).keys).toEqual(["april"]);
  });

  it("hold together with the dates of the request", async () => {
    const asked = { query: "sea in 2024", mode: "keyword", dates: true };
    expect((await search(asked)).keys).toHaveLength(3);
    expect((await search({ ...asked, date_to: "2024-03-31" })).keys).toEqual(["sea now"]);
    expect((await search({ ...asked, date_from: "2025-01-01" })).keys).toEqual([]);
  });

  it("alone are a query all the same", async () => {
    const answer = await search({ query: "March 2024", dates: true });
    expect(answer.dates).toMatchObject({ words: "March 2024", query: "March 2024" });
    expect(answer.keys.toSorted()).toEqual(["bread", "sea now"]);
  });

  it("may be none", async () => {
    const answer = await search({ query: "the cold sea", dates: true });
    expect(answer.dates).toBeNull();
    expect(answer.keys[0]).toMatch(/^sea/);
  });
});

describe("bad values", () => {
  it.each([
    ["diversify=1.5", "/diversify"],
    ["diversify=much", "/diversify"],
    ["recency=0", "/recency"],
    ["recency=-3", "/recency"],
    ["dates=maybe", "/dates"],
    ["dates=true&time_zone=Mars/Olympus", "/time_zone"],
    ["highlight=all", "/highlight"],
  ])("%s", async (parameters, field) => {
    const answer = await service.request("GET", `/api/v1/search/?query=sea&${parameters}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ field, detail: expect.any(String) });
  });
});

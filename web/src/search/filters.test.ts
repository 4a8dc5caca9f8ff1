import { expect, test } from "vitest";
import { dayOf } from "../dates/days.ts";
import {
  filtersOf,
  hasTag,
  isNarrowed,
  NO_FILTERS,
  type SearchFilters,
  searchAddress,
  toJournalQuery,
  toSearchRequest,
} from "./filters.ts";

const read = (address: string) => filtersOf(new URL(address, "http://here").searchParams);

const all: SearchFilters = {
  q: 'the "old bridge" & co #1',
  type: "journal_entry",
  mood: "calm & glad",
  tag: "mother-in-law",
  from: "2025-02-01",
  to: "2026-02-28",
};

test("filters go through the address unharmed", () => {
  expect(read(searchAddress(all))).toEqual(all);
  expect(read(searchAddress({}))).toEqual(NO_FILTERS);
  expect(searchAddress({ q: "", mood: "" })).toBe("/search");
});

test("what an address says that cannot be is left out", () => {
  expect(read("/search?q=rain&from=2026-02-31&to=soon&colour=red")).toEqual({ ...NO_FILTERS, q: "rain" });
  expect(read(`/search?q=${"x".repeat(20_000)}`).q).toHaveLength(10_000);
});

test("a request asks for words that begin with the last one, within whole days of the reader", () => {
  const request = toSearchRequest({ ...all, tag: "" }, 20);
  expect(request).toMatchObject({
    query: all.q,
    prefix: true,
    top_k: 20,
    document_type: "journal_entry",
    metadata: { mood: "calm & glad" },
  });
  expect(dayOf(request.date_from ?? "")).toBe("2025-02-01");
  expect(dayOf(request.date_to ?? "")).toBe("2026-02-28");
});

test("an empty filter is not in the request", () => {
  expect(toSearchRequest({ ...NO_FILTERS, q: " rain " }, 20)).toEqual({
    query: "rain",
    prefix: true,
    top_k: 20,
  });
  expect(toJournalQuery(NO_FILTERS)).toEqual({});
});

test("words alone narrow nothing", () => {
  expect(isNarrowed({ ...NO_FILTERS, q: "rain" })).toBe(false);
  expect(isNarrowed({ ...NO_FILTERS, tag: "rain" })).toBe(true);
});

test("of hits for a tag more are asked for, and those that have it are picked", () => {
  expect(toSearchRequest(all, 20).top_k).toBeGreaterThan(20);
  expect(hasTag({ tags: ["rain", "work"] }, "work")).toBe(true);
  expect(hasTag({ tags: ["rain"] }, "work")).toBe(false);
  expect(hasTag({ tags: "work" }, "work")).toBe(false);
  expect(hasTag({}, "")).toBe(true);
});

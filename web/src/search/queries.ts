import { type SearchRequest, SearchResponse } from "@cosmic/contract/search";
import { queryOptions } from "@tanstack/react-query";
import { Type } from "typebox";
import { KEYS } from "../api/keys.ts";
import { ApiProblem } from "../api/problem.ts";
import { request } from "../api/request.ts";
import { fetchAll } from "../journal/entries.ts";
import { EntryHit } from "../journal/hits.ts";
import { BEFORE_PICKING, hasMood, type SearchFilters, toJournalQuery, toSearchRequest } from "./filters.ts";

const Found = Type.Object({ ...SearchResponse.properties, results: Type.Array(EntryHit) });

/** An answer that is no longer waited for is cancelled: TanStack aborts the signal of a key that nobody shows. */
export function hitsQuery(filters: SearchFilters, topK: number) {
  const body = toSearchRequest(filters, topK);
  return queryOptions({
    queryKey: [KEYS.search, body],
    queryFn: async ({ signal }) => {
      const ask = (body: SearchRequest) =>
        request(Found, "/insights/search", { method: "POST", body, signal });
      try {
        return await ask(body);
      } catch (error) {
        if (!filters.mood || !isRefused(error, "/metadata")) throw error;
        // What is encrypted cannot be filtered there: the mood is looked for in what comes back, as tags are.
        const { metadata: _, ...open } = body;
        const found = await ask({ ...open, top_k: BEFORE_PICKING });
        return { ...found, results: found.results.filter((hit) => hasMood(hit.metadata, filters.mood)) };
      }
    },
  });
}

const isRefused = (error: unknown, field: string) =>
  error instanceof ApiProblem && error.code === "not_searchable" && error.field === field;

/** Entries by filters alone, newest first. */
export function entriesQuery(filters: SearchFilters) {
  const query = toJournalQuery(filters);
  return queryOptions({
    queryKey: [KEYS.journal, "filtered", query],
    queryFn: ({ signal }) => fetchAll(query, signal),
  });
}

import { SearchResponse } from "@cosmic/contract/search";
import { queryOptions } from "@tanstack/react-query";
import { Type } from "typebox";
import { KEYS } from "../api/keys.ts";
import { request } from "../api/request.ts";
import { fetchAll } from "../journal/entries.ts";
import { EntryHit } from "../journal/hits.ts";
import { type SearchFilters, toJournalQuery, toSearchRequest } from "./filters.ts";

const Found = Type.Object({ ...SearchResponse.properties, results: Type.Array(EntryHit) });

/** An answer that is no longer waited for is cancelled: TanStack aborts the signal of a key that nobody shows. */
export function hitsQuery(filters: SearchFilters, topK: number) {
  const body = toSearchRequest(filters, topK);
  return queryOptions({
    queryKey: [KEYS.search, body],
    queryFn: ({ signal }) => request(Found, "/insights/search", { method: "POST", body, signal }),
  });
}

/** Entries by filters alone, newest first. */
export function entriesQuery(filters: SearchFilters) {
  const query = toJournalQuery(filters);
  return queryOptions({
    queryKey: [KEYS.journal, "filtered", query],
    queryFn: ({ signal }) => fetchAll(query, signal),
  });
}

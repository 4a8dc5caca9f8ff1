import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { cursorOf } from "../../../src/api/request.ts";

export type Filters = Record<string, string | undefined>;

/** A page of a list of the API. */
export interface PageOf<Item> {
  count: number;
  next: string | null;
  results: Item[];
}

interface PageOptions<Item> {
  /** Under which it is cached; no two lists have the same. */
  name: string;
  filters?: Filters;
  read: (query: Filters, signal: AbortSignal) => Promise<PageOf<Item>>;
  /** Milliseconds after which it is asked for again; not at all without. */
  every?: number;
}

/** A list of which one page is shown. Some lists lead forwards only, so the way back is remembered here. */
export function usePage<Item>({ name, filters = {}, read, every }: PageOptions<Item>) {
  const filtered = JSON.stringify(filters);
  const [place, setPlace] = useState<{ filtered: string; cursors: string[] }>({ filtered, cursors: [] });
  // With other filters it is another list, which begins at its first page.
  const cursors = place.filtered === filtered ? place.cursors : [];
  const cursor = cursors.at(-1);
  const query = useQuery({
    queryKey: [name, filters, cursor],
    queryFn: ({ signal }) => read({ ...filters, cursor }, signal),
    placeholderData: keepPreviousData,
    ...(every === undefined ? {} : { refetchInterval: every }),
  });
  const next = cursorOf(query.data?.next ?? null);
  return {
    query,
    goNext: next === undefined ? undefined : () => setPlace({ filtered, cursors: [...cursors, next] }),
    goBack: cursors.length === 0 ? undefined : () => setPlace({ filtered, cursors: cursors.slice(0, -1) }),
  };
}

export type Paged<Item> = ReturnType<typeof usePage<Item>>;

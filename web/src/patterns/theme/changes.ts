import {
  type Patterns,
  Theme,
  type ThemeChange,
  ThemeDetail,
  type ThemeMerge,
} from "@cosmic/contract/patterns";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { Check } from "typebox/value";
import { KEYS } from "../../api/keys.ts";
import { request } from "../../api/request.ts";
import { patternsQuery, themeKey, themePath } from "../queries.ts";

/** Names or hides a theme. It is shown at once, and taken back if the server says no. */
export function useChangeTheme(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ThemeChange) => request(Theme, themePath(id), { method: "PATCH", body: change }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: [KEYS.patterns] });
      const before = client.getQueriesData({ queryKey: [KEYS.patterns] });
      showChange(client, id, change);
      return before;
    },
    onError: (_, __, before) => {
      for (const [key, data] of before ?? []) client.setQueryData(key, data);
    },
    onSettled: () => client.invalidateQueries({ queryKey: [KEYS.patterns] }),
  });
}

function showChange(client: QueryClient, id: string, change: ThemeChange): void {
  const changed = (theme: Theme): Theme => (theme.id === id ? { ...theme, ...change } : theme);
  client.setQueryData(
    patternsQuery.queryKey,
    (patterns: Patterns | undefined) => patterns && { ...patterns, themes: patterns.themes.map(changed) },
  );
  client.setQueriesData({ queryKey: themeKey(id) }, (data: unknown) =>
    Check(ThemeDetail, data) ? { ...data, theme: changed(data.theme) } : data,
  );
}

interface Merge extends ThemeMerge {
  id: string;
}

/** Makes a theme part of another, or takes that back. */
export function useMergeTheme() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, into }: Merge) =>
      request(Theme, `${themePath(id)}/merge`, { method: "POST", body: { into } }),
    onSuccess: async () => {
      client.invalidateQueries({ queryKey: [KEYS.map] });
      await client.invalidateQueries({ queryKey: [KEYS.patterns] });
    },
  });
}

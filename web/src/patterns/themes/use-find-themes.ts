import { useMutation, useQueryClient } from "@tanstack/react-query";
import { command } from "../../api/request.ts";
import { patternsQuery } from "../queries.ts";

/** Begins a run; what it does is told by the patterns. */
export function useFindThemes() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => command("/insights/patterns", { method: "POST" }),
    onSuccess: () => client.invalidateQueries({ queryKey: patternsQuery.queryKey }),
  });
}

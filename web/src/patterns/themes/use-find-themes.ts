import { useMutation, useQueryClient } from "@tanstack/react-query";
import { command } from "../../api/request.ts";
import { patternsQuery } from "../queries.ts";

/** Begins a run; what it does is told by the patterns. */
export const useFindThemes = () => useRun("/insights/patterns");

/** Ends it; what was found before stays. */
export const useCancelThemes = () => useRun("/insights/patterns/cancel");

function useRun(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => command(path, { method: "POST" }),
    onSuccess: () => client.invalidateQueries({ queryKey: patternsQuery.queryKey }),
  });
}

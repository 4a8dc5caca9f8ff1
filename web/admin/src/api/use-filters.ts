import { useSearchParams } from "wouter";
import type { Filters } from "./use-page.ts";

/** Filters of a list, kept in the address, so that it can be sent to others. */
export function useFilters(names: readonly string[]): [Filters, (values: Record<string, string>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, parameters.get(name) || undefined]));
  const set = (values: Record<string, string>) =>
    setParameters(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value === "") after.delete(name);
          else after.set(name, value);
        }
        return after;
      },
      { replace: true },
    );
  return [filters, set];
}

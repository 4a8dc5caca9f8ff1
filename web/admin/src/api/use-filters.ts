import { useSearchParams } from "wouter";
import type { Filters } from "./use-page.ts";

/** Filters of a list, kept in the address, so that it can be sent to others. */
export function useFilters(names: readonly string[]): [Filters, (name: string, value: string) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, parameters.get(name) || undefined]));
  const set = (name: string, value: string) =>
    setParameters(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === "") after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  return [filters, set];
}

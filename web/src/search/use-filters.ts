import { useMemo } from "react";
import { useLocation, useSearchParams } from "wouter";
import { filtersOf, type SearchFilters, searchAddress } from "./filters.ts";

/** The filters of the address, and how to change some of them. Typing makes no steps in the history. */
export function useFilters(): [SearchFilters, (part: Partial<SearchFilters>) => void] {
  const [parameters] = useSearchParams();
  const [, navigate] = useLocation();
  const address = parameters.toString();
  const filters = useMemo(() => filtersOf(new URLSearchParams(address)), [address]);
  const change = (part: Partial<SearchFilters>) => {
    // From the address of now: a field may answer after another has changed it.
    const now = filtersOf(new URLSearchParams(location.search));
    navigate(searchAddress({ ...now, ...part }), { replace: true });
  };
  return [filters, change];
}

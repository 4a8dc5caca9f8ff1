import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PageTitle } from "../shell/page-title.tsx";
import { EntryResults } from "./entry-results.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { isNarrowed } from "./filters.ts";
import { HitResults } from "./hit-results.tsx";
import { entriesQuery, hitsQuery } from "./queries.ts";
import { SearchField } from "./search-field.tsx";
import styles from "./search-page.module.css";
import { SearchStart } from "./search-start.tsx";
import { useFilters } from "./use-filters.ts";

const STEP = 20;
const MOST = 200;

export function SearchPage() {
  const [filters, setFilters] = useFilters();
  const [topK, setTopK] = useState(STEP);
  const [asked, setAsked] = useState(filters);
  if (asked !== filters) {
    setAsked(filters);
    setTopK(STEP);
  }
  const words = filters.q.trim() !== "";
  const narrowed = isNarrowed(filters);
  const hits = useQuery({ ...hitsQuery(filters, topK), enabled: words, placeholderData: keepPreviousData });
  const entries = useQuery({ ...entriesQuery(filters), enabled: !words && narrowed });
  const more = topK < MOST && hits.data?.count === topK ? () => setTopK(Math.min(MOST, topK * 3)) : undefined;
  return (
    <div className={styles.page}>
      <PageTitle className="visually-hidden" keepFocus>
        Search
      </PageTitle>
      <SearchField value={filters.q} busy={hits.isFetching} onChange={(q) => setFilters({ q })} />
      <FilterBar filters={filters} onChange={setFilters} />
      {words && <HitResults query={hits} tag={filters.tag} onMore={more} />}
      {!words && narrowed && <EntryResults query={entries} />}
      {!words && !narrowed && <SearchStart onChoose={setFilters} />}
    </div>
  );
}

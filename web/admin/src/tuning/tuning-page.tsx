import { TUNING_STATES, TuningList, type TuningRun } from "@cosmic/contract";
import { Link } from "wouter";
import { request } from "../../../src/api/request.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { useFilters } from "../api/use-filters.ts";
import { usePage } from "../api/use-page.ts";
import { FilterBar, SelectFilter } from "../parts/filters.tsx";
import { Moment } from "../parts/format.tsx";
import { PagedTable } from "../parts/paged-table.tsx";
import { RunActions } from "../parts/run-actions.tsx";
import { State } from "../parts/state.tsx";
import { TuningForm } from "./tuning-form.tsx";
import { verdictOf } from "./verdict.ts";

const EVERY_MS = 5_000;

export function TuningPage() {
  const [filters, setFilters] = useFilters(["state"]);
  const page = usePage<TuningRun>({
    name: "tuning",
    filters,
    read: (query, signal) => request(TuningList, "/v1/tuning/", { query, signal }),
    every: EVERY_MS,
  });
  return (
    <>
      <PageTitle>Tuning</PageTitle>
      <FilterBar>
        <SelectFilter
          label="State"
          value={filters.state}
          options={TUNING_STATES}
          onChange={(value) => setFilters({ state: value })}
        />
      </FilterBar>
      <PagedTable
        page={page}
        caption="Runs"
        words={["run", "runs"]}
        empty="Nothing was learned yet."
        keyOf={({ id }) => id}
        columns={[
          { header: "Name", cell: ({ id, name }) => <Link href={`/tuning/${id}`}>{name}</Link> },
          { header: "State", cell: ({ state }) => <State value={state} /> },
          { header: "Base", cell: ({ base }) => base.model },
          { header: "Pairs from", cell: ({ pairs }) => pairs.source },
          { header: "Epochs", numeric: true, cell: ({ epochs }) => epochs.length },
          { header: "Verdict", cell: ({ verdict }) => verdictOf(verdict) },
          { header: "Began", cell: ({ started_at }) => <Moment at={started_at} /> },
          { header: "Actions", cell: (run) => <RunActions run={run} path={`/v1/tuning/${run.id}`} /> },
        ]}
      />
      <h2>Learn an adapter</h2>
      <TuningForm />
    </>
  );
}

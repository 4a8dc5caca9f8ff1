import { EXPERIMENT_KINDS, EXPERIMENT_STATES, type Experiment, ExperimentList } from "@cosmic/contract";
import { Link } from "wouter";
import { request } from "../../../src/api/request.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { useFilters } from "../api/use-filters.ts";
import { usePage } from "../api/use-page.ts";
import { FilterBar, SelectFilter } from "../parts/filters.tsx";
import { Moment, number } from "../parts/format.tsx";
import { PagedTable } from "../parts/paged-table.tsx";
import { RunActions } from "../parts/run-actions.tsx";
import { State } from "../parts/state.tsx";
import { ExperimentForm } from "./experiment-form.tsx";

const EVERY_MS = 5_000;

export function ExperimentsPage() {
  const [filters, setFilters] = useFilters(["kind", "state"]);
  const page = usePage({
    name: "experiments",
    filters,
    read: (query, signal) => request(ExperimentList, "/v1/experiments/", { query, signal }),
    every: EVERY_MS,
  });
  return (
    <>
      <PageTitle>Experiments</PageTitle>
      <FilterBar>
        <SelectFilter
          label="Kind"
          value={filters.kind}
          options={EXPERIMENT_KINDS}
          onChange={(value) => setFilters({ kind: value })}
        />
        <SelectFilter
          label="State"
          value={filters.state}
          options={EXPERIMENT_STATES}
          onChange={(value) => setFilters({ state: value })}
        />
      </FilterBar>
      <PagedTable
        page={page}
        caption="Experiments"
        words={["experiment", "experiments"]}
        empty="Nothing was measured yet."
        keyOf={({ id }) => id}
        columns={[
          { header: "Name", cell: ({ id, name }) => <Link href={`/experiments/${id}`}>{name}</Link> },
          { header: "Kind", cell: ({ kind }) => kind },
          { header: "State", cell: ({ state }) => <State value={state} /> },
          { header: "Dataset", cell: ({ dataset }) => dataset?.name ?? "–" },
          { header: "Model", cell: ({ model }) => model },
          { header: "First metric", cell: firstMetricOf },
          { header: "Began", cell: ({ started_at }) => <Moment at={started_at} /> },
          { header: "Actions", cell: (run) => <RunActions run={run} path={`/v1/experiments/${run.id}`} /> },
        ]}
      />
      <h2>Measure a model</h2>
      <ExperimentForm />
    </>
  );
}

function firstMetricOf({ metrics: [metric] }: Experiment): string {
  return metric ? `${metric.name} ${number(metric.value)}` : "–";
}

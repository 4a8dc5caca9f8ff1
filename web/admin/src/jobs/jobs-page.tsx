import { JOB_STATES, JobList } from "@cosmic/contract";
import { Link } from "wouter";
import { request } from "../../../src/api/request.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { useFilters } from "../api/use-filters.ts";
import { usePage } from "../api/use-page.ts";
import { FilterBar, SelectFilter, TextFilters } from "../parts/filters.tsx";
import { Moment } from "../parts/format.tsx";
import { PagedTable } from "../parts/paged-table.tsx";
import { State } from "../parts/state.tsx";
import { DrainButton } from "./drain-button.tsx";
import { JobActions } from "./job-actions.tsx";
import { progressOf, runTimeOf } from "./job-facts.ts";

const EVERY_MS = 5_000;

export function JobsPage() {
  const [filters, setFilters] = useFilters(["state", "name"]);
  const page = usePage({
    name: "jobs",
    filters,
    read: (query, signal) => request(JobList, "/v1/jobs/", { query, signal }),
    every: EVERY_MS,
  });
  return (
    <>
      <PageTitle>Jobs</PageTitle>
      <FilterBar>
        <SelectFilter
          label="State"
          value={filters.state}
          options={JOB_STATES}
          onChange={(value) => setFilters({ state: value })}
        />
        <TextFilters fields={[["Kind", "name"]]} values={filters} onChange={setFilters} />
        <DrainButton kind={filters.name} />
      </FilterBar>
      <PagedTable
        page={page}
        caption="Jobs"
        words={["job", "jobs"]}
        empty="No job is like that."
        keyOf={({ id }) => id}
        columns={[
          { header: "Kind", cell: ({ id, name }) => <Link href={`/jobs/${id}`}>{name}</Link> },
          { header: "State", cell: ({ state }) => <State value={state} /> },
          { header: "Progress", cell: progressOf },
          { header: "Tries", numeric: true, cell: ({ attempt, attempts }) => `${attempt} of ${attempts}` },
          { header: "Queued", cell: ({ created_at }) => <Moment at={created_at} /> },
          { header: "Took", numeric: true, cell: runTimeOf },
          { header: "Error", cell: ({ error }) => error ?? "–" },
          { header: "Actions", cell: (job) => <JobActions job={job} /> },
        ]}
      />
    </>
  );
}

import { Experiment } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { request } from "../../../src/api/request.ts";
import { BackLink } from "../../../src/shell/back-link.tsx";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { Facts } from "../parts/facts.tsx";
import { duration, Moment, number } from "../parts/format.tsx";
import { IntervalPlot } from "../parts/interval-plot.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { RunActions } from "../parts/run-actions.tsx";
import { RunFiles } from "../parts/run-files.tsx";
import { State } from "../parts/state.tsx";
import { Table } from "../parts/table.tsx";
import { CompareRuns } from "./compare-runs.tsx";

const EVERY_MS = 3_000;

export function ExperimentPage({ id }: { id: string }) {
  const [, navigate] = useLocation();
  const query = useQuery({
    queryKey: ["experiment", id],
    queryFn: ({ signal }) => request(Experiment, `/v1/experiments/${id}/`, { signal }),
    refetchInterval: ({ state }) => (state.data?.ended_at ? false : EVERY_MS),
  });
  return (
    <>
      <BackLink href="/experiments">Experiments</BackLink>
      <PageTitle>{query.data?.name ?? "Experiment"}</PageTitle>
      <Loaded query={query}>
        {(run) => (
          <>
            <Facts facts={factsOf(run)} />
            <p>
              <RunActions
                run={run}
                path={`/v1/experiments/${id}`}
                onDeleted={() => navigate("/experiments")}
              />
            </p>
            <Metrics run={run} />
            <RunFiles files={run.artefacts} />
            {run.state === "completed" && run.dataset && (
              <CompareRuns id={id} kind={run.kind} datasetId={run.dataset.id} />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function Metrics({ run: { metrics } }: { run: Experiment }) {
  if (metrics.length === 0) return null;
  return (
    <>
      <h2>Metrics</h2>
      <IntervalPlot
        rows={metrics.map(({ name, value, low, high }) => ({ name, value, low, high }))}
        caption="Each metric with its 95 % interval."
      />
      <Table
        caption="Metrics"
        keyOf={({ name }) => name}
        rows={metrics}
        columns={[
          { header: "Metric", cell: ({ name }) => name },
          { header: "Value", numeric: true, cell: ({ value }) => number(value) },
          { header: "95 % from", numeric: true, cell: ({ low }) => number(low) },
          { header: "to", numeric: true, cell: ({ high }) => number(high) },
          { header: "Better", cell: ({ better }) => better },
        ]}
      />
    </>
  );
}

const factsOf = (run: Experiment) =>
  [
    ["State", <State key="state" value={run.state} />],
    ["Error", run.error ?? "–"],
    ["Kind", run.kind],
    ["Dataset", run.dataset?.name ?? "–"],
    ["Model", run.model],
    ["Index", run.parameters.index],
    ["Mode", run.parameters.mode ?? "–"],
    ["Passage tokens", number(run.parameters.passage_tokens)],
    ["Seed", String(run.parameters.seed)],
    ["Measured", run.measured === null ? "–" : number(run.measured)],
    ["Progress", run.progress ? `${number(run.progress.done)} of ${number(run.progress.total)}` : "–"],
    ["Began", <Moment key="began" at={run.started_at} />],
    ["Measuring took", run.seconds ? duration(run.seconds.measure) : "–"],
    ["Machine", run.machine ? `${run.machine.cpu}, ${run.machine.cores} cores` : "–"],
  ] as const;

import { ExperimentComparison, type ExperimentKind, ExperimentList } from "@cosmic/contract";
import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../../src/api/request.ts";
import { number } from "../parts/format.tsx";
import { IntervalPlot } from "../parts/interval-plot.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Table } from "../parts/table.tsx";

interface CompareRunsProps {
  id: string;
  kind: ExperimentKind;
  datasetId: string;
}

/** What this run gives more or less than another one on the same dataset. */
export function CompareRuns({ id, kind, datasetId }: CompareRunsProps) {
  const [other, setOther] = useState("");
  const query = useQuery({
    queryKey: ["experiments", "of dataset", datasetId, kind],
    queryFn: ({ signal }) =>
      request(ExperimentList, "/v1/experiments/", {
        query: { kind, dataset_id: datasetId, state: "completed", limit: 200 },
        signal,
      }),
  });
  const others = query.data?.results.filter((run) => run.id !== id) ?? [];
  if (others.length === 0) return null;
  return (
    <>
      <h2>Compare</h2>
      <NativeSelect
        label="With another run on this dataset"
        value={other}
        data={[
          { value: "", label: "choose one" },
          ...others.map((run) => ({ value: run.id, label: `${run.name}, ${run.model}` })),
        ]}
        onChange={(event) => setOther(event.currentTarget.value)}
      />
      {other !== "" && <Differences id={id} other={other} />}
    </>
  );
}

function Differences({ id, other }: { id: string; other: string }) {
  const query = useQuery({
    queryKey: ["experiment-comparison", id, other],
    queryFn: ({ signal }) =>
      request(ExperimentComparison, `/v1/experiments/${id}/compare/`, { query: { with: other }, signal }),
  });
  return (
    <Loaded query={query}>
      {({ differences, other: against }) => (
        <>
          <IntervalPlot
            rows={differences.map(({ name, difference, low, high }) => ({
              ...{ name, low, high },
              value: difference,
            }))}
            caption={`More or less than ${against.name}, with the 95 % interval of the difference.`}
          />
          <Table
            caption="Differences"
            keyOf={({ name }) => name}
            rows={differences}
            columns={[
              { header: "Metric", cell: ({ name }) => name },
              { header: "This run", numeric: true, cell: ({ one }) => number(one) },
              { header: "The other", numeric: true, cell: (it) => number(it.other) },
              { header: "Difference", numeric: true, cell: ({ difference }) => number(difference) },
              { header: "95 % from", numeric: true, cell: ({ low }) => number(low) },
              { header: "to", numeric: true, cell: ({ high }) => number(high) },
              { header: "p", numeric: true, cell: ({ p }) => number(p) },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}

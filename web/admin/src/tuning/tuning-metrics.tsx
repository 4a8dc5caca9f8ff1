import type { TuningMetric } from "@cosmic/contract";
import { number } from "../parts/format.tsx";
import { IntervalPlot } from "../parts/interval-plot.tsx";
import { Table } from "../parts/table.tsx";

/** The adapter beside its base, on pairs that neither has seen. */
export function TuningMetrics({ metrics }: { metrics: TuningMetric[] }) {
  return (
    <>
      <h2>On test pairs</h2>
      <IntervalPlot
        rows={metrics.map(({ name, difference: { mean, low, high } }) => ({ name, value: mean, low, high }))}
        caption="More or less than the base, with the 95 % interval of the difference."
      />
      <Table
        caption="Metrics of base and adapter"
        keyOf={({ name }) => name}
        rows={metrics}
        columns={[
          { header: "Metric", cell: ({ name }) => name },
          { header: "Base", numeric: true, cell: ({ base }) => number(base.mean) },
          { header: "Adapter", numeric: true, cell: ({ adapter }) => number(adapter.mean) },
          { header: "Difference", numeric: true, cell: ({ difference }) => number(difference.mean) },
          { header: "95 % from", numeric: true, cell: ({ difference }) => number(difference.low) },
          { header: "to", numeric: true, cell: ({ difference }) => number(difference.high) },
        ]}
      />
    </>
  );
}

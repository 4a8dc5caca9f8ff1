import { Health } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { request } from "../../../src/api/request.ts";
import { plural } from "../../../src/dates/words.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { Facts } from "../parts/facts.tsx";
import { duration, Moment, number } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { State } from "../parts/state.tsx";
import { Table } from "../parts/table.tsx";
import { DocumentFigures } from "./document-figures.tsx";
import { EVERY_MS } from "./every.ts";
import { JobFigures } from "./job-figures.tsx";
import { Lag } from "./lag.tsx";
import { Throughput } from "./throughput.tsx";
import { Workers } from "./workers.tsx";

export function DashboardPage() {
  const health = useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => request(Health, "/v1/health/", { signal }),
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <PageTitle>Dashboard</PageTitle>
      <Loaded query={health}>
        {(data) => (
          <>
            <Facts facts={factsOf(data)} />
            <h2>Documents</h2>
            <DocumentFigures documents={data.documents} />
          </>
        )}
      </Loaded>
      <h2>Jobs</h2>
      <JobFigures />
      <Throughput />
      <h2>Lag</h2>
      <Lag reconciliation={health.data?.reconciliation ?? null} />
      <h2>Dependencies</h2>
      <Loaded query={health}>
        {({ dependencies }) => (
          <Table
            caption="Dependencies"
            keyOf={({ name }) => name}
            rows={dependencies}
            columns={[
              { header: "Name", cell: ({ name }) => name.replaceAll("_", " ") },
              { header: "State", cell: ({ status }) => <State value={status} /> },
              { header: "Adapter", cell: ({ kind }) => kind },
              { header: "Answer in", numeric: true, cell: ({ latency_ms }) => duration(latency_ms / 1000) },
              { header: "Version or error", cell: ({ version, error }) => error ?? version ?? "–" },
            ]}
          />
        )}
      </Loaded>
      <h2>Processes</h2>
      <Workers />
    </>
  );
}

function factsOf({ status, version, uptime_seconds, roles, index, spending }: Health) {
  return [
    ["State", <State key="state" value={status} />],
    ["Version", version],
    ["Runs for", duration(uptime_seconds)],
    ["Roles of this process", roles.join(", ")],
    ["Model", index.model],
    ["Active index", `${plural(index.documents, "document")}, ${plural(index.passages, "passage")}`],
    ...(spending && spending.requests > 0
      ? ([
          ["Spent today", `${plural(spending.tokens, "token")}, ${number(spending.cost_usd)} USD`],
          ["Budget resets", <Moment key="resets" at={spending.resets_at} />],
        ] as const)
      : []),
  ] as const;
}

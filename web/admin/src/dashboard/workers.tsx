import { WorkerProcessList } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { request } from "../../../src/api/request.ts";
import { Moment } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { State } from "../parts/state.tsx";
import { Table } from "../parts/table.tsx";
import { EVERY_MS } from "./every.ts";

export function Workers() {
  const query = useQuery({
    queryKey: ["workers"],
    queryFn: ({ signal }) => request(WorkerProcessList, "/v1/jobs/workers/", { signal }),
    refetchInterval: EVERY_MS,
  });
  return (
    <Loaded query={query}>
      {({ results }) => (
        <Table
          caption="Processes of the service"
          keyOf={({ id }) => id}
          rows={results}
          columns={[
            { header: "Host and process", cell: ({ host, pid }) => `${host}, ${pid}` },
            { header: "State", cell: ({ alive }) => <State value={alive ? "ok" : "gone"} /> },
            { header: "Roles", cell: ({ roles }) => roles.join(", ") },
            { header: "Version", cell: ({ version }) => version },
            { header: "Started", cell: ({ started_at }) => <Moment at={started_at} /> },
          ]}
        />
      )}
    </Loaded>
  );
}

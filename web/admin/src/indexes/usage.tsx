import { ModelUsageReport } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { request } from "../../../src/api/request.ts";
import { number } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import styles from "../parts/table.module.css";
import { Table } from "../parts/table.tsx";

export function Usage() {
  const query = useQuery({
    queryKey: ["usage"],
    queryFn: ({ signal }) => request(ModelUsageReport, "/v1/models/usage/", { signal }),
  });
  return (
    <Loaded query={query}>
      {({ results }) =>
        results.length === 0 ? (
          <p className={styles.empty}>No model of a provider was used in the last 30 days.</p>
        ) : (
          <Table
            caption="Use of models by day"
            keyOf={({ day, provider, model }) => `${day} ${provider} ${model}`}
            rows={results}
            columns={[
              { header: "Day", cell: ({ day }) => day },
              { header: "Model", cell: ({ provider, model }) => `${provider}: ${model}` },
              { header: "Requests", numeric: true, cell: ({ requests }) => number(requests) },
              { header: "Tokens", numeric: true, cell: ({ tokens }) => number(tokens) },
              {
                header: "Cost in USD",
                numeric: true,
                cell: ({ cost_usd }) => (cost_usd === null ? "–" : number(cost_usd)),
              },
            ]}
          />
        )
      }
    </Loaded>
  );
}

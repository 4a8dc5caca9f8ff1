import { SyncStatus } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { request } from "../../../src/api/request.ts";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { Facts } from "../parts/facts.tsx";
import { duration, Moment, number } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { State } from "../parts/state.tsx";
import { Rejected } from "./rejected.tsx";
import { SyncForm } from "./sync-form.tsx";

const EVERY_MS = 3_000;

export function SyncPage() {
  const query = useQuery({
    queryKey: ["sync"],
    queryFn: ({ signal }) => request(SyncStatus, "/v1/sync/", { signal }),
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <PageTitle>Sync</PageTitle>
      <Loaded query={query}>{(status) => <Status status={status} />}</Loaded>
      <h2>Sync now</h2>
      <SyncForm />
    </>
  );
}

function Status({ status }: { status: SyncStatus }) {
  const { last_result, last_comparison } = status;
  return (
    <>
      <Facts
        facts={[
          ["Journal", status.source],
          ["Changes", <State key="stream" value={status.stream} />],
          ["Read up to", <Moment key="watermark" at={status.watermark} />],
          ["Behind", status.lag_seconds === null ? "–" : duration(status.lag_seconds)],
          ["Last run", <Moment key="run" at={status.last_run_at} />],
        ]}
      />
      {last_result && (
        <>
          <h2>The last run</h2>
          <Facts facts={countsOf(last_result)} />
          <h3>Entries that could not be mapped</h3>
          <Rejected result={last_result} />
        </>
      )}
      {last_comparison && (
        <>
          <h2>The last comparison of all ids</h2>
          <Facts
            facts={[
              ["Compared", <Moment key="compared" at={last_comparison.compared_at} />],
              ...(last_comparison.result
                ? ([
                    ["Entries", number(last_comparison.result.entries)],
                    ["Documents before it", number(last_comparison.result.documents)],
                    ["Kept though their entry is gone", number(last_comparison.result.withheld)],
                    ...countsOf(last_comparison.result),
                  ] as const)
                : []),
            ]}
          />
        </>
      )}
    </>
  );
}

const countsOf = (result: NonNullable<SyncStatus["last_result"]>) =>
  [
    ["Read", number(result.read)],
    ["Created", number(result.created)],
    ["Updated", number(result.updated)],
    ["Unchanged", number(result.unchanged)],
    ["Deleted", number(result.deleted)],
    ["Not mapped", number(result.rejected_count)],
  ] as const;

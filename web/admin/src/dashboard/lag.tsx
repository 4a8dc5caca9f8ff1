import { type Health, SyncStatus } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { request } from "../../../src/api/request.ts";
import { Facts } from "../parts/facts.tsx";
import { duration, Moment, number } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { State } from "../parts/state.tsx";
import { EVERY_MS } from "./every.ts";

/** How far the service is behind the journal, and the index behind the rows. */
export function Lag({ reconciliation }: Pick<Health, "reconciliation">) {
  const query = useQuery({
    queryKey: ["sync"],
    queryFn: ({ signal }) => request(SyncStatus, "/v1/sync/", { signal }),
    refetchInterval: EVERY_MS,
  });
  return (
    <Loaded query={query}>
      {({ source, lag_seconds, last_run_at, stream }) => (
        <Facts
          facts={[
            ["Journal", source],
            ["Changes of the journal", <State key="stream" value={stream} />],
            ["Behind the journal", lag_seconds === null ? "nothing read yet" : duration(lag_seconds)],
            ["Last sync", <Moment key="run" at={last_run_at} />],
            ["Index last compared", <Moment key="compared" at={reconciliation?.ended_at ?? null} />],
            [
              "Mended by it",
              reconciliation
                ? `${number(reconciliation.queued)} queued, ${number(reconciliation.removed)} removed`
                : "–",
            ],
          ]}
        />
      )}
    </Loaded>
  );
}

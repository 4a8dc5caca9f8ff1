import { JobList, type JobState } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { request } from "../../../src/api/request.ts";
import { Figures } from "../parts/facts.tsx";
import { number } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { EVERY_MS } from "./every.ts";

/** Those that end well are many, and counting them is dear. */
const STATES = ["waiting", "active", "failed"] as const satisfies readonly JobState[];

/** How deep the queue is. */
export function JobFigures() {
  const query = useQuery({
    queryKey: ["job-counts"],
    queryFn: ({ signal }) =>
      Promise.all(
        STATES.map(async (state) => {
          const { count } = await request(JobList, "/v1/jobs/", { query: { state, limit: 1 }, signal });
          return { state, count };
        }),
      ),
    refetchInterval: EVERY_MS,
  });
  return (
    <Loaded query={query}>
      {(counts) => (
        <Figures
          figures={counts.map(({ state, count }) => [
            state,
            <Link key={state} href={`/jobs?state=${state}`}>
              {number(count)}
            </Link>,
          ])}
        />
      )}
    </Loaded>
  );
}

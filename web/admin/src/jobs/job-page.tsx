import { JobSummary } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { request } from "../../../src/api/request.ts";
import { BackLink } from "../../../src/shell/back-link.tsx";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { Facts } from "../parts/facts.tsx";
import styles from "../parts/form.module.css";
import { Moment } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { State } from "../parts/state.tsx";
import { JobActions } from "./job-actions.tsx";
import { progressOf, runTimeOf } from "./job-facts.ts";

const EVERY_MS = 2_000;

export function JobPage({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ["job", id],
    queryFn: ({ signal }) => request(JobSummary, `/v1/jobs/${id}/`, { signal }),
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <BackLink href="/jobs">Jobs</BackLink>
      <PageTitle>{query.data?.name ?? "Job"}</PageTitle>
      <Loaded query={query}>
        {(job) => (
          <>
            <Facts facts={factsOf(job)} />
            <p>
              <JobActions job={job} />
            </p>
            <h2>Payload</h2>
            <code className={styles.code}>{JSON.stringify(job.payload, null, 2)}</code>
            {job.result !== undefined && (
              <>
                <h2>Result</h2>
                <code className={styles.code}>{JSON.stringify(job.result, null, 2)}</code>
              </>
            )}
            {job.error !== undefined && (
              <>
                <h2>Error of the last try</h2>
                <code className={styles.code}>{job.error}</code>
              </>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

const factsOf = (job: JobSummary) =>
  [
    ["Id", job.id],
    ["State", <State key="state" value={job.state} />],
    ["Progress", progressOf(job)],
    ["Tries", `${job.attempt} of ${job.attempts}`],
    ["Queued", <Moment key="queued" at={job.created_at} />],
    ["Started", <Moment key="started" at={job.started_at} />],
    ["Ended", <Moment key="ended" at={job.ended_at} />],
    ["Took", runTimeOf(job)],
  ] as const;

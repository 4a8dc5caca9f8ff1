import { JobList } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { request } from "../../../src/api/request.ts";
import { plural } from "../../../src/dates/words.ts";
import styles from "../parts/chart.module.css";
import { percent } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { countEnded, type EndedJobs } from "./count-ended.ts";

/** An hour. */
const STEPS = { steps: 12, minutes: 5 };
/** The longest page of a list. */
const NEWEST = 200;
/** The list says how many there are in all, and to count those that ended is dear. */
const EVERY_MS = 30_000;
const [WIDTH, HEIGHT] = [480, 96];

/** How many jobs ended lately, and which part of them failed; of the newest ones, not of all. */
export function Throughput() {
  const query = useQuery({
    queryKey: ["throughput"],
    queryFn: async ({ signal }) => {
      const [completed, failed] = await Promise.all(
        (["completed", "failed"] as const).map((state) =>
          request(JobList, "/v1/jobs/", { query: { state, limit: NEWEST }, signal }),
        ),
      );
      const jobs = [...(completed?.results ?? []), ...(failed?.results ?? [])];
      return countEnded(jobs, new Date(), STEPS);
    },
    refetchInterval: EVERY_MS,
  });
  return <Loaded query={query}>{(counts) => <Bars {...counts} />}</Loaded>;
}

function Bars({ steps, completed, failed }: EndedJobs) {
  const most = Math.max(1, ...steps.map((step) => step.completed + step.failed));
  const width = WIDTH / steps.length;
  const height = (count: number) => (count / most) * HEIGHT;
  const rate = completed + failed === 0 ? "" : ` Error rate: ${percent(failed / (completed + failed))}.`;
  const words = `${plural(completed, "job")} completed and ${failed} failed in the last hour.${rate}`;
  return (
    <figure className={styles.figure}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 2}`} className={styles.small} role="img" aria-label={words}>
        <line x1={0} x2={WIDTH} y1={HEIGHT + 1} y2={HEIGHT + 1} className={styles.axis} />
        {steps.map(({ start, ...step }, i) => (
          <g key={start.getTime()} transform={`translate(${i * width + 4} 0)`}>
            <title>{`${start.toLocaleTimeString()}: ${step.completed} completed, ${step.failed} failed`}</title>
            <rect
              className={styles.bar}
              y={HEIGHT - height(step.completed)}
              width={width - 8}
              height={height(step.completed)}
            />
            <rect
              className={styles.wrong}
              y={HEIGHT - height(step.completed + step.failed)}
              width={width - 8}
              height={height(step.failed)}
            />
          </g>
        ))}
      </svg>
      <figcaption>{words} A bar is five minutes.</figcaption>
    </figure>
  );
}

import type { JobSummary } from "@cosmic/contract";
import type { JobFilter } from "../queue.ts";
import type { JobKeys } from "./job-keys.ts";

/** A page over all kinds, newest first: ids are UUIDs of version 7, which sort by time. */
export async function listJobs(
  keys: JobKeys,
  known: readonly string[],
  { name, state, limit, cursor }: JobFilter,
): Promise<{ jobs: JobSummary[]; cursor?: string; count: number }> {
  const kinds = known.filter((kind) => name === undefined || kind === name);
  const counts = (await keys.counts(kinds)).map((states) =>
    state ? states[state] : Object.values(states).reduce((sum, each) => sum + each, 0),
  );
  const pages = await Promise.all(
    // Where there is none, all of the index would be looked through.
    kinds.map((kind, i) => (counts[i] ? keys.page(kind, state, cursor, limit + 1) : [])),
  );
  const found = pages.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
  const page = found.slice(0, limit);
  const jobs = await keys.read(page);
  const last = page.at(-1);
  return {
    // One that has gone on to another state since belongs to another list.
    jobs: jobs.filter((job) => state === undefined || job.state === state),
    count: counts.reduce((sum, each) => sum + each, 0),
    ...(last && found.length > page.length && { cursor: last.id }),
  };
}

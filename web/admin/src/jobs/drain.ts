import { JobList } from "@cosmic/contract";
import { isProblem } from "../../../src/api/problem.ts";
import { command, request } from "../../../src/api/request.ts";

/** The longest page of a list. */
const PAGE = 200;

/**
 * Cancels jobs that wait, page by page, until none is left of those that there were.
 *
 * @param name of their kind; all kinds without one
 * @returns how many were cancelled
 */
export async function drain(name: string | undefined): Promise<number> {
  const seen = new Set<string>();
  let cancelled = 0;
  for (;;) {
    // What was cancelled is no longer in the list, so its first page is always the next one.
    const { results } = await request(JobList, "/v1/jobs/", {
      query: { state: "waiting", name, limit: PAGE },
    });
    const fresh = results.filter(({ id }) => !seen.has(id));
    if (fresh.length === 0) return cancelled;
    for (const { id } of fresh) {
      seen.add(id);
      if (await cancel(id)) cancelled++;
    }
  }
}

/** @returns false if it began or ended meanwhile */
async function cancel(id: string): Promise<boolean> {
  try {
    await command(`/v1/jobs/${id}/cancel/`, { method: "POST" });
    return true;
  } catch (error) {
    if (isProblem(error, 409) || isProblem(error, 404)) return false;
    throw error;
  }
}

/** A request that takes longer counts as not answered. */
const PATIENCE_MS = 8_000;
const JOBS = "api/v1/jobs/";

/** The service answered, and said no. */
export class Refusal extends Error {
  constructor({ detail, code }, status) {
    super(detail ?? `The service answered with status ${status}.`);
    this.code = code;
  }
}

export const readOverview = (signal) => ask("overview/", { signal });

export const readTask = (id, signal) => ask(`${JOBS}${encodeURIComponent(id)}/`, { signal });

/** @returns {Promise<{ tasks: object[], count: number, next: string | undefined }>} `next` is a cursor */
export async function readTasks({ state, name, cursor }, limit, signal) {
  const given = Object.entries({ state, name, cursor, limit }).filter(([, value]) => value);
  const page = await ask(`${JOBS}?${new URLSearchParams(given)}`, { signal });
  const next = page.next ? new URL(page.next, location.href).searchParams.get("cursor") : undefined;
  return { tasks: page.results, count: page.count, next: next ?? undefined };
}

/** @param {"cancel" | "retry"} action */
export const change = (id, action) => ask(`${JOBS}${encodeURIComponent(id)}/${action}/`, { method: "POST" });

/** @param {{ email: string, password: string, code?: string }} given */
export const signIn = (given) => ask("api/v1/access/session/", { method: "POST", body: given });

async function ask(path, { signal, method = "GET", body }) {
  const late = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(path, {
    method,
    signal: signal ? AbortSignal.any([signal, late]) : late,
    ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (answer.code === "unauthenticated") location.replace("sign-in.html");
  throw new Refusal(answer, response.status);
}

import { BulkResult, Problem } from "@cosmic/contract";
import { Type } from "typebox";
import { Value } from "typebox/value";

const Degraded = Type.Object({ degraded: Type.Literal(true) });

/** Statuses with which the service says what is wrong; any other of 500 and above does not. */
const TYPED = new Set([503, 507]);

/** What users saw. */
export class Answers {
  /** Answers with each status; 0 for those that never came. */
  readonly statuses = new Map<number, number>();
  /** Searches that were answered by words alone. */
  byWordsOnly = 0;
  /** Items of bulk requests that were refused, with the reason said at each. */
  itemsRefused = 0;
  slowestMs = 0;
  /** Answers that do not say what is wrong. */
  readonly untyped: string[] = [];

  /** @param status 0 if there was no answer */
  add(what: string, status: number, body: unknown, ms: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    this.slowestMs = Math.max(this.slowestMs, ms);
    if (status >= 400) this.#checkProblem(what, status, body);
    if (Value.Check(Degraded, body)) this.byWordsOnly++;
    if (!Value.Check(BulkResult, body)) return;
    this.itemsRefused += body.failed;
    const unsaid = body.results.find(({ error }) => error?.code === "internal");
    if (unsaid) this.untyped.push(`${what}: an item with ${JSON.stringify(unsaid.error)}`);
  }

  count(wanted: (status: number) => boolean): number {
    let sum = 0;
    for (const [status, count] of this.statuses) if (wanted(status)) sum += count;
    return sum;
  }

  #checkProblem(what: string, status: number, body: unknown): void {
    const typed = Value.Check(Problem, body) && body.code !== "internal";
    if (typed && (status < 500 || TYPED.has(status))) return;
    this.untyped.push(`${what}: ${status} ${JSON.stringify(body)}`);
  }
}

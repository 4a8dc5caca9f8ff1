import { CosmicError } from "../../../errors.ts";
import { faultReason, rootCause } from "../../../faults.ts";

/** Seconds after which a call may be worth another try. */
const RETRY_AFTER_SECONDS = 2;

/** What Redis answers while it cannot do its work, whatever is asked of it. */
const REFUSED =
  /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|OOM|MISCONF|NOREPLICAS|UNBLOCKED|ERR max number of clients)/;
/** What the driver says of a connection that broke or does not answer. */
const CUT_OFF =
  /^(Connection is closed|Command timed out|Socket timeout|Stream isn't writeable|Reached the max retries per request|Command aborted|connect ETIMEDOUT|read ECONNRESET|write EPIPE)/;
const CUT_OFF_CODE = /^(ECONN|ENOTFOUND|EAI_|EHOST|ENETUNREACH|ETIMEDOUT|EPIPE)/;

/** Whether Redis is away, or there but not able to work; both may pass by themselves. */
export function isAway(fault: unknown): boolean {
  if (fault instanceof CosmicError && fault.code === "queue_unavailable") return true;
  const root = rootCause(fault);
  if (!(root instanceof Error)) return false;
  const code = "code" in root ? String(root.code) : "";
  return CUT_OFF_CODE.test(code) || CUT_OFF.test(root.message) || isRefusing(root);
}

/** Whether Redis is there, and cannot do its work. */
export function isRefusing(fault: unknown): boolean {
  return REFUSED.test(faultReason(fault));
}

/** Whether Redis is there and refuses who we are: nothing that waiting helps against. */
export function isRefusal(fault: unknown): boolean {
  return /^(NOAUTH|WRONGPASS|NOPERM|ERR invalid password|ERR AUTH|ERR DB index)/.test(faultReason(fault));
}

export function unavailable(cause?: unknown): CosmicError {
  const reason = cause !== undefined && isRefusing(cause) ? ` It says: ${faultReason(cause)}` : "";
  return new CosmicError(
    "queue_unavailable",
    `Redis, where the jobs are, cannot be reached or cannot work now. Try again later.${reason}`,
    { retryAfter: RETRY_AFTER_SECONDS, cause: withoutCommand(cause) },
  );
}

/** The fault without the command that met it, which may hold a password or what users wrote. */
export function withoutCommand(fault: unknown): unknown {
  return fault instanceof Error && "command" in fault ? new Error(fault.message) : fault;
}

/** What BullMQ answers to a run whose job was cancelled, given to another or is gone: its `ErrorCode`s. */
const LOST = new Set([-1, -2, -3, -6]);

/** Whether the fault only says that the job is no longer this run's. */
export function isLostClaim(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  if ("code" in fault && typeof fault.code === "number") return LOST.has(fault.code);
  return fault.message.startsWith("could not renew lock for job");
}

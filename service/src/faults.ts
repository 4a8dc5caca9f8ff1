import { CosmicError } from "./errors.ts";

/** Told what went wrong in the background, where no caller waits for it. */
export type ReportFault = (level: "warning" | "error", message: string, cause?: unknown) => void;

/** What a driver or the system said, below everything that was wrapped round it. */
export function rootCause(fault: unknown): unknown {
  if (fault instanceof AggregateError && fault.errors.length > 0) return rootCause(fault.errors[0]);
  if (fault instanceof Error && fault.cause !== undefined) return rootCause(fault.cause);
  return fault;
}

/**
 * A fault in words that may be stored, logged and shown. Only the root cause speaks: the message of a failed query
 * holds its parameters, which are the texts of users.
 */
export function faultReason(fault: unknown): string {
  if (fault instanceof CosmicError) return fault.message;
  const root = rootCause(fault);
  return root instanceof Error ? root.message || root.name : String(root);
}

/** Any fault as one that has a code and says what to do. */
export function toCosmicError(fault: unknown): CosmicError {
  if (fault instanceof CosmicError) return fault;
  const root = rootCause(fault);
  if (root instanceof CosmicError) return root;
  const code = root instanceof Error && "code" in root ? String(root.code) : "";
  if (
    code === "ENOSPC" ||
    code === SQLSTATE.diskFull ||
    faultReason(root).includes("No space left on device")
  ) {
    return new CosmicError("storage_full", "The disk is full. Free some space; nothing was written.", {
      cause: fault,
    });
  }
  if (code === "EROFS" || code === "EACCES" || code === SQLSTATE.readOnly) {
    const message = "The data folder cannot be written to. Check its permissions; nothing was written.";
    return new CosmicError("storage_read_only", message, { cause: fault });
  }
  if (
    /^(ECONN|ENOTFOUND|EAI_|EHOST|ENETUNREACH|ETIMEDOUT|EPIPE)/.test(code) ||
    SQLSTATE.unavailable.test(code) ||
    CUT_OFF.test(faultReason(root))
  ) {
    return new CosmicError("database_unavailable", "The database cannot be reached. Try again later.", {
      retryAfter: RETRY_AFTER_SECONDS,
      cause: fault,
    });
  }
  const message = "Something went wrong here. The log has the details under the request id.";
  return new CosmicError("internal", message, { cause: fault });
}

/** PostgreSQL's codes (its manual, appendix A). */
const SQLSTATE = {
  diskFull: "53100",
  readOnly: "25006",
  /** Lost connections, a server that starts or stops, one with too many clients, and a statement that took too long. */
  unavailable: /^(08...|57P0[1-3]|53300|57014)$/,
};

/** What the driver says, without a code, of a connection that broke or could not be had in time. */
const CUT_OFF =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a conn)/;

const RETRY_AFTER_SECONDS = 5;

import { CosmicError } from "../../../errors.ts";

const FULL = 13;
const READ_ONLY = 8;
/** Seconds between two tries to write to a disk that was full. */
const FULL_RETRY_AFTER = 10;

/** Says what the caller can do about a fault of SQLite or of the file system under it. */
export function toCosmicError(fault: unknown, what: string): CosmicError {
  if (fault instanceof CosmicError) return fault;
  const reason = fault instanceof Error ? fault.message : String(fault);
  const code = systemCode(fault);
  const details = { cause: fault };
  if (primaryCode(fault) === FULL || code === "ENOSPC" || code === "EDQUOT") {
    // Jobs wait for it without losing a try.
    return new CosmicError("storage_full", `No space is left for ${what}: free some and try again.`, {
      ...details,
      retryAfter: FULL_RETRY_AFTER,
    });
  }
  if (primaryCode(fault) === READ_ONLY || code === "EROFS" || code === "EACCES" || code === "EPERM") {
    return new CosmicError(
      "storage_read_only",
      `${what} cannot be written: ${reason}. Make its folder writable.`,
      details,
    );
  }
  return new CosmicError(
    "index_unavailable",
    `${what} cannot be used: ${reason}. Rebuild it from the database with \`cosmic recreate-index\`.`,
    details,
  );
}

/** The low byte of SQLite's extended result code. */
function primaryCode(fault: unknown): number | undefined {
  if (!(fault instanceof Error) || !("errcode" in fault)) return undefined;
  return typeof fault.errcode === "number" ? fault.errcode & 0xff : undefined;
}

function systemCode(fault: unknown): string | undefined {
  if (!(fault instanceof Error) || !("code" in fault)) return undefined;
  return typeof fault.code === "string" ? fault.code : undefined;
}

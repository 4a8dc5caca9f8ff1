import { QdrantClientResourceExhaustedError, QdrantClientTimeoutError } from "@qdrant/js-client-rest";
import { CosmicError } from "../../../errors.ts";
import { faultReason, rootCause } from "../../../faults.ts";

/** What can come of a request, as far as it makes a difference. */
export type FaultKind =
  | "no collection"
  | "no point"
  | "exists"
  | "other dimension"
  | "forbidden"
  | "refused"
  | "full"
  /** The same request may succeed later: no connection, too slow, too many requests, a fault of the server. */
  | "passing";

/** A request that failed. The message is what Qdrant said, or the system. */
export class QdrantFault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.kind = kind;
  }
}

export function toFault(error: unknown): QdrantFault {
  if (error instanceof QdrantFault) return error;
  if (error instanceof QdrantClientTimeoutError)
    return new QdrantFault("passing", "it did not answer in time", error);
  if (error instanceof QdrantClientResourceExhaustedError) {
    return new QdrantFault("passing", "it has too many requests", error);
  }
  const status = statusOf(error);
  if (status === undefined) {
    const root = rootCause(error);
    const code = root instanceof Error && "code" in root ? String(root.code) : "";
    return new QdrantFault("passing", code || faultReason(error), error);
  }
  const reason = reasonOf(error) ?? `HTTP status ${status}`;
  return new QdrantFault(kindOf(status, reason), reason, error);
}

/** Says what the caller can do. Expects the index in words, such as `The search index "idx_1"`. */
export function toCosmicError(error: unknown, what: string): CosmicError {
  if (error instanceof CosmicError) return error;
  const { kind, message: reason } = toFault(error);
  const details = { cause: error };
  switch (kind) {
    case "no collection":
      return new CosmicError(
        "index_unavailable",
        `${what} is not in Qdrant. Build it from the database with \`cosmic recreate-index\`.`,
        details,
      );
    case "other dimension":
      return new CosmicError(
        "dimension_mismatch",
        `${what} holds vectors of another dimension: ${reason}`,
        details,
      );
    case "forbidden":
      return new CosmicError(
        "index_unavailable",
        `Qdrant lets nobody in with this key: ${reason}. Set QDRANT_API_KEY.`,
        details,
      );
    case "full":
      return new CosmicError("storage_full", `Qdrant has no space left for ${what}: ${reason}`, details);
    case "no point":
    case "exists":
    case "passing":
      return new CosmicError("index_unavailable", `Qdrant cannot be used now: ${reason}. Try again later.`, {
        ...details,
        retryAfter: RETRY_AFTER_SECONDS,
      });
    case "refused":
      return new CosmicError("index_unavailable", `Qdrant refused a request for ${what}: ${reason}`, details);
  }
}

const RETRY_AFTER_SECONDS = 5;
const LONGEST_REASON = 200;

function kindOf(status: number, reason: string): FaultKind {
  if (status === 507 || /no space left on device/i.test(reason)) return "full";
  if (status === 408 || status === 429 || status >= 500) return "passing";
  if (status === 401 || status === 403) return "forbidden";
  if (/vector dimension error/i.test(reason)) return "other dimension";
  if (status === 404) return /no point with id/i.test(reason) ? "no point" : "no collection";
  if (status === 409 || /already exists/i.test(reason)) return "exists";
  return "refused";
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("status" in error)) return undefined;
  return typeof error.status === "number" ? error.status : undefined;
}

/** Qdrant answers `{"status": {"error": "…"}}`; a proxy before it may answer anything. */
function reasonOf(error: unknown): string | undefined {
  const status = member(member(error, "data"), "status");
  const reason = member(status, "error");
  return typeof reason === "string" ? reason.slice(0, LONGEST_REASON) : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

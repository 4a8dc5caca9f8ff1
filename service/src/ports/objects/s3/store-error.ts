import { S3ServiceException } from "@aws-sdk/client-s3";
import { CosmicError } from "../../../errors.ts";
import { answerCode, answerStatus } from "./answer.ts";

const RETRY_SECONDS = 5;

export interface Action {
  /** Where the store is; no keys in it. */
  store: string;
  writing?: boolean;
}

const FULL = /^(InsufficientStorage|QuotaExceeded|XMinioStorageFull|XMinioAdminBucketQuotaExceeded)$/;
const WRONG_KEYS =
  /^(InvalidAccessKeyId|XAdminUserNotFound|SignatureDoesNotMatch|InvalidToken|ExpiredToken|TokenRefreshRequired|CredentialsProviderError)$/;
const REFUSED_KEY =
  /^(KeyTooLong(Error)?|ObjectParentIsFile|ExistingObjectIsDirectory|XMinioInvalid(Object|Resource)Name|XMinioParentIsObject|XMinioObjectExistsAsDirectory)$/;
const UNREACHABLE = /^(TimeoutError|ECONN|ENOTFOUND$|EAI_|EHOST|ENETUNREACH$|ETIMEDOUT$|EPIPE$)/;
const BUSY = /^(SlowDown|OperationAborted|ConditionalRequestConflict|RequestTimeout|ServiceUnavailable)$/;
const UNTRUSTED = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|EPROTO$)/;

/**
 * Says what an operator can do about what the SDK threw; what is none of the store's stays as it is. What may be over
 * soon has `retryAfter`. Keys and signed addresses are in no message.
 */
export function storeError(error: unknown, action: Action): unknown {
  if (error instanceof CosmicError) return error;
  const code = answerCode(error);
  const status = answerStatus(error);
  const { store } = action;
  if (FULL.test(code) || status === 507) {
    return new CosmicError(
      "storage_full",
      `There is no space left at ${store}. Free some there; nothing was written.`,
      {
        cause: error,
      },
    );
  }
  if (WRONG_KEYS.test(code)) {
    return unavailable(
      `${upper(store)} refuses the keys (${code}). Check S3_ACCESS_KEY and S3_SECRET_KEY.`,
      error,
    );
  }
  if (REFUSED_KEY.test(code)) {
    return new CosmicError(
      "invalid_value",
      `${upper(store)} takes no object under this key (${code}): a part of it is too long, or another object is above or below it.`,
      { cause: error },
    );
  }
  if (BUSY.test(code) || status === 429 || (status !== undefined && status >= 500)) {
    return unavailable(`${upper(store)} cannot answer now (${code}). Try again later.`, error, RETRY_SECONDS);
  }
  if (status === 403) return denied(code, action, error);
  if (code === "NoSuchBucket") {
    return unavailable(`A bucket is gone from ${store}. Start this service again, which makes it.`, error);
  }
  if (error instanceof S3ServiceException) {
    return unavailable(
      `${upper(store)} answered ${code} (HTTP ${status}). Check S3_ENDPOINT and S3_REGION.`,
      error,
    );
  }
  if (UNTRUSTED.test(code)) {
    return unavailable(
      `There is no trusted TLS connection to ${store} (${code}). Check http or https in S3_ENDPOINT, or name its authority in NODE_EXTRA_CA_CERTS.`,
      error,
    );
  }
  if (UNREACHABLE.test(code)) {
    return unavailable(
      `${upper(store)} does not answer (${code}). Start it, or check S3_ENDPOINT.`,
      error,
      RETRY_SECONDS,
    );
  }
  if (error instanceof Error && "$metadata" in error) {
    return unavailable(`${upper(store)} does not answer as an S3 store does. Check S3_ENDPOINT.`, error);
  }
  return error;
}

/** A download that ended before its end. */
export function brokenDownload(error: unknown, store: string): unknown {
  const known = storeError(error, { store });
  if (known instanceof CosmicError) return known;
  const message = `A download from ${store} broke off (${answerCode(error)}). Send the request again.`;
  return unavailable(message, error, RETRY_SECONDS);
}

/** The store works for those who only read, so a write that is denied is no outage. */
function denied(code: string, { store, writing }: Action, error: unknown): CosmicError {
  if (!writing) {
    return unavailable(`${upper(store)} does not let these keys read (${code}). Change their policy.`, error);
  }
  return new CosmicError(
    "storage_read_only",
    `${upper(store)} does not let these keys write (${code}). Change their policy; nothing was written.`,
    { cause: error },
  );
}

function unavailable(message: string, cause: unknown, retryAfter?: number): CosmicError {
  return new CosmicError("objects_unavailable", message, {
    cause,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

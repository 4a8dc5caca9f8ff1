import { S3ServiceException } from "@aws-sdk/client-s3";

/**
 * What went wrong, in one word: the code of the store's answer (`NoSuchKey`), that of the system (`ECONNREFUSED`), or
 * the name of the error.
 */
export function answerCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const fromSystem = !(error instanceof S3ServiceException) && "code" in error;
  return fromSystem && typeof error.code === "string" ? error.code : error.name;
}

/** Status of the store's answer; undefined if there was none. */
export function answerStatus(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

/** The answer to a HEAD has no body, so its status is all there is. */
export function isMissing(error: unknown): boolean {
  return ["NoSuchKey", "NotFound"].includes(answerCode(error));
}

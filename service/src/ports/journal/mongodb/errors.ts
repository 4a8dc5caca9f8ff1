import { MongoError, MongoServerError } from "mongodb";
import { CosmicError } from "../../../errors.ts";

/** Seconds after which a job tries again. */
const RETRY_AFTER = 30;

/** Codes of MongoDB's `error_codes.yml`. */
const CODE = {
  unauthorized: 13,
  authenticationFailed: 18,
  atlasAuthentication: 8000,
};

/** Whatever the driver says, as an error that says what to do. Messages of the driver may hold the address. */
export function journalFault(cause: unknown): CosmicError {
  if (cause instanceof CosmicError) return cause;
  return new CosmicError("journal_unavailable", messageOf(cause), { retryAfter: RETRY_AFTER, cause });
}

function messageOf(cause: unknown): string {
  const code = cause instanceof MongoServerError ? cause.code : undefined;
  if (code === CODE.authenticationFailed || code === CODE.atlasAuthentication) {
    return "MongoDB refused the user or the password in MONGODB_URL.";
  }
  if (code === CODE.unauthorized) {
    return "MongoDB does not let this user read the journal. Give it the role `read` on the database.";
  }
  if (cause instanceof MongoServerError) {
    return `MongoDB could not read the journal (${cause.codeName ?? `code ${code}`}).`;
  }
  return "MongoDB cannot be reached. Is it running, and is MONGODB_URL right?";
}

/** Why a change stream could not be opened or go on. */
export type StreamEnd = "lost" | "unsupported" | "unavailable";

/**
 * No change streams here: a standalone server (40573), a server that does not know the stage (40324) or command
 * (59, 115), a view (166, 167), or a user that may not watch (13).
 */
const UNSUPPORTED = new Set([40573, 40324, 59, 115, 166, 167, CODE.unauthorized]);
/** The place is gone: history lost (286), fatal (280), token refused (260), position lost (136). */
const LOST = new Set([286, 280, 260, 136]);

/** @param resuming whether a token was given; a server that refuses the command for a new reason refuses the token */
export function streamEnd(cause: unknown, resuming: boolean): StreamEnd {
  if (!(cause instanceof MongoError)) return "unavailable";
  const code = Number(cause.code);
  if (UNSUPPORTED.has(code)) return "unsupported";
  if (LOST.has(code) || cause.hasErrorLabel("NonResumableChangeStreamError")) return "lost";
  return resuming && REFUSED_TOKEN.has(code) ? "lost" : "unavailable";
}

/** Bad value (2), failed to parse (9), wrong type (14), and the codes of older servers for a token they cannot use. */
const REFUSED_TOKEN = new Set([2, 9, 14, 40576, 40585, 40615, 40647, 40649, 50811]);

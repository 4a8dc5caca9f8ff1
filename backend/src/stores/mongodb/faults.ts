import {
  MongoError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from "mongodb";
import { AppError } from "../../errors.ts";

/** Codes of MongoDB's `error_codes.yml`. */
const DUPLICATE_KEY = 11_000;
const REFUSED = new Set([13, 18, 8000]);
const PASSING = [
  MongoNetworkError,
  MongoServerSelectionError,
  MongoNotConnectedError,
  MongoTopologyClosedError,
];

export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** Faults that mean that the journal is away, in words that hold no address. */
export async function askingJournal<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MongoServerError && REFUSED.has(Number(error.code))) {
      const message = "MongoDB refuses the backend. Check user, password and rights in MONGODB_URL.";
      throw new AppError("journal_unavailable", message, { cause: error });
    }
    const passes =
      PASSING.some((kind) => error instanceof kind) ||
      (error instanceof MongoError && error.hasErrorLabel("RetryableWriteError"));
    if (!passes) throw error;
    throw new AppError("journal_unavailable", "The journal cannot be reached. Try again in a moment.", {
      cause: error,
    });
  }
}

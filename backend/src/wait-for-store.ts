import { toCosmicError } from "../../service/src/faults.ts";
import { waitFor } from "../../service/src/wait-for.ts";
import { AppError } from "./errors.ts";
import type { StartOptions } from "./start.ts";

/** PostgreSQL's code for a table that is not there: the service makes `journal_entries` when it first starts. */
const UNDEFINED_TABLE = "42P01";

/** Prepares the store as soon as it answers. */
export async function waitForStore({ store, log, signal }: StartOptions): Promise<void> {
  await waitFor("the journal", () => store.prepare(), {
    report: (message) => log.warn({}, message),
    signal,
    isPassing: (error) =>
      (error instanceof AppError && error.code === "journal_unavailable") ||
      toCosmicError(error).code === "database_unavailable" ||
      codeOf(error) === UNDEFINED_TABLE,
  });
}

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return "code" in error ? error.code : codeOf(error.cause);
}

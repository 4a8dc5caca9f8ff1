import pg from "pg";
import { CosmicError } from "../../errors.ts";
import { faultReason, toCosmicError } from "../../faults.ts";
import { waitFor } from "../../wait-for.ts";
import type { OpenDatabaseOptions } from "../open.ts";

/** Resolves once a connection could be made. */
export async function waitForServer(
  settings: pg.ClientConfig,
  { report = () => {}, signal }: OpenDatabaseOptions,
): Promise<void> {
  await waitFor("PostgreSQL", () => connectOnce(settings), {
    report,
    signal,
    isPassing: (error) => toCosmicError(error).code === "database_unavailable" || isTimeout(error),
  });
}

async function connectOnce(settings: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(settings);
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    throw REFUSALS.test(sqlState(error)) ? refused(error) : error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A wrong password or role, or no such database (the manual's appendix A). */
const REFUSALS = /^(28...|3D000)$/;

const sqlState = (error: unknown) => (error instanceof pg.DatabaseError ? (error.code ?? "") : "");

function refused(error: unknown): CosmicError {
  const message = `PostgreSQL refuses the connection: ${faultReason(error)}. Correct DATABASE_URL, or create the role and the database it names.`;
  return new CosmicError("invalid_configuration", message, { cause: error });
}

/** What the driver says when `connectionTimeoutMillis` is over. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && /timeout/i.test(error.message);
}

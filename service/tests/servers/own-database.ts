import { randomUUID } from "node:crypto";
import pg from "pg";

/** The PostgreSQL server that tests share; each has a database of its own there. */
export const POSTGRES_URL = process.env.TEST_DATABASE_URL ?? "";
/** Why tests of it are left out, for their names; empty if they are not. */
export const WITHOUT_POSTGRES = POSTGRES_URL ? "" : " (TEST_DATABASE_URL is not set)";

export interface OwnDatabase {
  url: string;
  /** Settings with which `openDatabase` opens it. */
  config: { kind: "postgresql"; url: string; poolSize: number; statementMs: number; connectMs: number };
  /** Also of those who still use it. */
  drop(): Promise<void>;
}

/** A new and empty database. */
export async function ownDatabase(): Promise<OwnDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await command(`CREATE DATABASE ${name}`);
  const address = new URL(POSTGRES_URL);
  address.pathname = `/${name}`;
  const url = address.href;
  return {
    url,
    config: { kind: "postgresql", url, poolSize: 10, statementMs: 60_000, connectMs: 5_000 },
    drop: () => command(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function command(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES_URL });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

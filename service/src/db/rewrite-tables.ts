import { setImmediate } from "node:timers/promises";
import type { PGlite } from "@electric-sql/pglite";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { Database } from "./open.ts";

/** Those whose rows hold texts or ids of users. */
const TABLES = [
  "user_keys",
  "documents",
  "journal_entries",
  "embedding_states",
  "embeddings",
  "erased_documents",
  "events",
  "search_feedback",
  "tuning_runs",
  "tuning_users",
  "theme_runs",
  "themes",
  "theme_groups",
  "theme_moods",
  "theme_sentences",
  "gone_themes",
  "theme_documents",
  "theme_settings",
  "datasets",
  "experiments",
  "pgboss.job",
];

const There = Compile(Type.Tuple([Type.Object({ there: Type.Boolean() })]));
const Segments = Compile(Type.Tuple([Type.Object({ count: Type.Integer() })]));

/**
 * Writes the tables of PGlite anew and throws the old files and the log away. PostgreSQL leaves deleted rows where they
 * were until others are written over them, and a log that is used again holds what it held. Nothing else runs
 * meanwhile. On a server this is left to its own vacuum, its log and its backups; `docs/privacy.md` says so.
 */
export async function rewriteTables({ engine }: Database): Promise<void> {
  if (engine.kind !== "pglite") return;
  const { pglite } = engine;
  for (const table of TABLES) {
    const { rows } = await pglite.query("SELECT to_regclass($1) IS NOT NULL AS there", [table]);
    if (There.Parse(rows)[0].there) await pglite.exec(`VACUUM FULL ${table}`);
    // PGlite works before anything else of the process has its turn.
    await setImmediate();
  }
  await pglite.exec("SET wal_recycle = off");
  try {
    await nextSegment(pglite);
    // What is there now besides the one in use was kept to be used again, with what it held.
    const { rows } = await pglite.query("SELECT count(*)::int AS count FROM pg_ls_waldir()");
    for (let left = Segments.Parse(rows)[0].count; left > 0; left--) await nextSegment(pglite);
  } finally {
    await pglite.exec("RESET wal_recycle");
  }
}

async function nextSegment(pglite: PGlite): Promise<void> {
  await pglite.query("SELECT pg_switch_wal()");
  await pglite.exec("CHECKPOINT");
  await setImmediate();
}

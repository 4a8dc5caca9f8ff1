import { existsSync } from "node:fs";
import { type Config, embeddedStores } from "../../config.ts";
import { lockDataFolder } from "../../data-folder/lock.ts";
import { type Database, openDatabase } from "../../db/open.ts";
import { countByStatus } from "../../embeddings/embedding-states.ts";
import { rootCause } from "../../faults.ts";
import { readActiveIndex } from "../../models/index-rows.ts";
import { createSearchIndex } from "../../ports/search-index/create.ts";
import { pendingMigrations } from "../migrations.ts";
import { type Check, fail, ok, warn } from "./check.ts";
import { checkDocuments, checkIndex } from "./documents.ts";

/** Opens database and search index while no server does, and changes nothing in them. */
export async function* checkStores(config: Config): AsyncGenerator<Check> {
  const { database: where, dataFolder } = config;
  if (where.kind === "pglite" && !existsSync(where.folder ?? "")) {
    yield ok("Database", "none yet; the first start makes it");
    return;
  }
  await using opened = new AsyncDisposableStack();
  let database: Database;
  try {
    if (embeddedStores(config).length > 0) opened.use(lockDataFolder(dataFolder, "doctor"));
    database = opened.adopt(await openDatabase(where), (it) => it.close());
    yield ok("Database", await database.version());
  } catch (error) {
    yield fail("Database", `it cannot be opened: ${describe(error)}`, databaseAdvice(where.kind));
    return;
  }
  const pending = await pendingMigrations(database.orm);
  if (pending.length > 0) {
    yield warn(
      "Database",
      `its schema lacks ${pending.join(", ")}`,
      "`cosmic migrate` or the next start changes it.",
    );
    return;
  }
  const documents = await countByStatus(database.orm);
  yield* checkDocuments(documents, false);
  const active = await readActiveIndex(database.orm);
  if (!active) return;
  const index = opened.adopt(await createSearchIndex(config.searchIndex), (it) => it.close());
  try {
    yield checkIndex({ id: active.id, ...(await index.describe(active.id)) }, documents);
  } catch (error) {
    yield fail("Index", describe(error), "`cosmic recreate-index` builds it again from the documents.");
  }
}

function databaseAdvice(kind: Config["database"]["kind"]): string {
  return kind === "pglite"
    ? "If it is damaged, bring the data folder back from a backup."
    : "Is PostgreSQL running, and is DATABASE_URL right?";
}

function describe(error: unknown): string {
  const root = rootCause(error);
  return root instanceof Error ? root.message || root.name : String(root);
}

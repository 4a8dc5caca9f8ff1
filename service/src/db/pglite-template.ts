import { createHash } from "node:crypto";
import { constants, cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { ROOT } from "../config.ts";
import { MIGRATIONS } from "./open.ts";

/**
 * A database with all tables and no rows. To make one takes PGlite seconds, to copy its folder less than a tenth of
 * one, so the install step makes it. Named after what it is made of: one of other tables is never taken.
 */
export function templateFolder(): string {
  const folder = MIGRATIONS.migrationsFolder;
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith(".sql")) hash.update(name).update(readFileSync(join(folder, name)));
  }
  const pglite = manifest.dependencies["@electric-sql/pglite"];
  const tables = hash.digest("hex").slice(0, 12);
  return join(ROOT, "node_modules/.cache/cosmic-insights", `database-${pglite}-${tables}`);
}

/**
 * Makes the template unless it is there, in place of those of other versions.
 *
 * @param make opens a database in the folder, makes its tables, and closes it
 */
export async function makeTemplate(
  make: (folder: string) => Promise<void>,
  template = templateFolder(),
): Promise<void> {
  if (existsSync(template)) return;
  const unfinished = join(dirname(template), `unfinished-${process.pid}`);
  try {
    await make(unfinished);
    await letAllRead(unfinished);
    for (const name of await readdir(dirname(template))) {
      if (name.startsWith("database-")) await rm(join(dirname(template), name), { recursive: true });
    }
    await rename(unfinished, template);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** It may be another user that the service runs as, and there is nothing in it to hide. */
async function letAllRead(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o644);
  }
}

/**
 * Copies the template to where nothing is yet.
 *
 * @returns whether there is a template
 */
export function copyTemplate(target: string, template = templateFolder()): boolean {
  if (!existsSync(template)) return false;
  // At once: in turns, a thousand small files take seven times as long.
  cpSync(template, target, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return true;
}

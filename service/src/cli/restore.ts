import { resolve } from "node:path";
import { restoreBackup } from "../backup/restore.ts";
import { loadConfig } from "./configuration.ts";
import type { Terminal } from "./terminal.ts";

/** Makes a data folder of a backup. */
export async function restore(
  terminal: Terminal,
  file: string,
  { into, force = false }: { into?: string; force?: boolean },
): Promise<void> {
  const folder = into === undefined ? loadConfig().dataFolder : resolve(into);
  using progress = terminal.progress("Restoring");
  const { manifest, before } = await restoreBackup(file, folder, {
    force,
    signal: terminal.signal,
    onProgress: (what, done, total) => progress.update(done, total, what),
  });
  const { created_at, version, parts } = manifest;
  terminal.answer({ folder, created_at, version, parts, before: before ?? null }, () => [
    `Restored to ${folder}: ${parts.join(", ")}, as of ${created_at}, made by version ${version}.`,
    ...(before === undefined ? [] : [`What was there is in ${before}.`]),
    ...(parts.includes("index")
      ? []
      : ["The index is not in the backup: `cosmic recreate-index` builds it."]),
  ]);
}

import { existsSync, readdirSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { ROOT } from "../../../config.ts";

/** The folder of a model that is in `models/`, or is a folder itself. */
export function folderOnMachine(model: string): string | undefined {
  const shipped = join(ROOT, "models", model.replace(/^sentence-transformers\//, ""));
  if (existsSync(join(shipped, "config.json"))) return shipped;
  const folder = isAbsolute(model) ? model : resolve(ROOT, model);
  return existsSync(folder) ? folder : undefined;
}

/** A model of the hub by its name there, as in `owner/name@revision`. */
export function hubNameOf(model: string): { name: string; revision: string } | undefined {
  const { name, revision = "main" } =
    /^(?<name>[\w.-]+\/[\w.-]+)(@(?<revision>[\w./-]+))?$/.exec(model)?.groups ?? {};
  return name && !model.startsWith(".") ? { name, revision } : undefined;
}

/** Whether any version of a model of the hub has been downloaded. */
export function isDownloaded(name: string, dataFolder: string): boolean {
  const folder = join(dataFolder, "models");
  const prefix = `${folderName(name)}@`;
  return existsSync(folder) && readdirSync(folder).some((entry) => entry.startsWith(prefix));
}

/** How the folder of a model of the hub begins, before the `@` and its commit. */
export function folderName(name: string): string {
  return name.replace("/", "--");
}

import { resolve } from "node:path";
import { ROOT } from "../service/src/config.ts";
import { EnvReader } from "../service/src/env-reader.ts";

/** The folder that holds the evaluation sets. */
export function readDataFolder(env: NodeJS.ProcessEnv): string {
  return resolve(ROOT, new EnvReader(env).text("EVAL_DATA", "../shared/data"));
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Config, ROOT, readConfig } from "../config.ts";

/**
 * The settings from the environment and, for what is not set there, from `.env` in the root of the checkout.
 *
 * @param options of the command line, which go before both
 *
 * @throws CosmicError `invalid_configuration`
 */
export function loadConfig(options: Record<string, string> = {}): Config {
  const file = join(ROOT, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
  return readConfig({ ...process.env, ...options });
}

import { once } from "node:events";
import { readConfig } from "../config.ts";
import { createLog } from "../log.ts";
import { serve } from "../serve.ts";

export async function runCommandLine(_argv: readonly string[]): Promise<number> {
  const config = readConfig(process.env);
  const options = { command: "start", log: createLog(config.log), onDownload: () => {} };
  await using service = await serve(config, options);
  console.log(`Cosmic Insights is ready at ${service.address}`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  return 0;
}

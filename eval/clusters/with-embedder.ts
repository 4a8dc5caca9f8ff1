import { loadConfig } from "../../service/src/cli/configuration.ts";
import type { Config } from "../../service/src/config.ts";
import { prepareEmbedder } from "../../service/src/ports/embedders/create.ts";
import type { Embedder } from "../../service/src/ports/embedders/embedder.ts";
import { unmetered } from "../../service/src/ports/embedders/metering.ts";

/** Opens the service's model for a piece of work: the environment says which. */
export async function withEmbedder<T>(work: (embedder: Embedder, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const embedder = await (await prepareEmbedder(config, () => {})).open(unmetered);
  try {
    return await work(embedder, config);
  } finally {
    await embedder.close();
  }
}

import type { Config } from "../../config.ts";
import { faultReason } from "../../faults.ts";
import { createAsk } from "../../outgoing/ask.ts";
import type { Provider } from "../../ports/embedders/embedder.ts";
import { apiOf } from "../../ports/embedders/providers/api-of.ts";
import { type Check, fail, ok } from "./check.ts";

const PATIENCE_MS = 5_000;
/** Lists of models, which cost nothing. */
const LISTS = { openai: "/models", cohere: "/v1/models" } as const;

/** Whether the API of a provider's model answers, and takes the key. */
export async function checkProvider(provider: Provider, config: Config): Promise<Check> {
  const { model } = config.embedding;
  const { url, apiKey } = apiOf(provider, config);
  const found = `${model} at ${new URL(url).host}`;
  const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  try {
    const response = await createAsk(config.localOnly)(url + LISTS[provider], {
      headers,
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403)
      return fail("Model", `${found}, which refuses the key`, "Set the key again.");
    if (response.status >= 500)
      return fail(
        "Model",
        `${found}, which answers with status ${response.status}`,
        "Documents wait until it works.",
      );
    return ok("Model", `${found}, which answers`);
  } catch (fault) {
    const advice =
      "Check the network and the address. Until then words alone are searched, and documents wait.";
    return fail("Model", `${found}, which does not answer (${faultReason(fault)})`, advice);
  }
}

import { CosmicError } from "../../../errors.ts";
import type { ApiFault } from "../../../outgoing/json-api.ts";
import type { ProviderIdentity } from "../embedder.ts";

/**
 * A job is put back for no longer than this, in seconds, however long the provider wants to be left alone: what waits
 * for longer is taken for lost and queued a second time (`SWEEP_AFTER_SECONDS`).
 */
export const LONGEST_PUT_BACK = 600;

/** What went wrong, with the model and where it runs, and with neither text nor key. */
export function inWords(
  fault: ApiFault,
  { name, host }: Pick<ProviderIdentity, "name" | "host">,
): CosmicError {
  const message = `The model ${name} at ${host} ${fault.message}.${adviceFor(fault)}`;
  const code = fault.kind === "limited" ? "overloaded" : "embedder_unavailable";
  if (fault.retryAfter === undefined) return new CosmicError(code, message, { cause: fault });
  const seconds = Math.min(LONGEST_PUT_BACK, Math.max(1, Math.ceil(fault.retryAfter)));
  return new CosmicError(code, message, { retryAfter: seconds, cause: fault });
}

function adviceFor({ status }: ApiFault): string {
  switch (status) {
    case 401:
    case 403:
      return " Check the key.";
    case 404:
      return " Check the name of the model and the address.";
    case 400:
    case 413:
    case 422:
      return " If it takes fewer texts at once, set EMBEDDING_BATCH_ITEMS.";
    default:
      return "";
  }
}

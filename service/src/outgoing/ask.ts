import { CosmicError } from "../errors.ts";

/** Makes an HTTP request to what is no configured database or store. Every client of such goes through one of these. */
export type Ask = (address: string | URL, init?: RequestInit) => Promise<Response>;

/** @param localOnly whether nothing of the kind may be asked: then no connection is ever begun */
export function createAsk(localOnly: boolean): Ask {
  if (!localOnly) return (address, init) => fetch(address, init);
  return async (address) => {
    throw new CosmicError("local_only", `LOCAL_ONLY is set, so ${new URL(address).host} is not asked.`);
  };
}

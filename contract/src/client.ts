import createClient, { type Client, type ClientOptions } from "openapi-fetch";
import type { paths } from "../generated/openapi.ts";

export type CosmicClient = Client<paths>;

/** A client whose paths, parameters and answers are those of the OpenAPI document. */
export function createCosmicClient(options: ClientOptions & { baseUrl: string }): CosmicClient {
  return createClient<paths>(options);
}

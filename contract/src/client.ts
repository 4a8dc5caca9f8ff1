import createClient, { type Client, type ClientOptions } from "openapi-fetch";
import type { paths } from "../generated/openapi.ts";

/** What answers may be: bodies, and problems. */
type Media = "application/json" | "application/problem+json";

export type CosmicClient = Client<paths, Media>;

/** A client whose paths, parameters and answers are those of the OpenAPI document. */
export function createCosmicClient(options: ClientOptions & { baseUrl: string }): CosmicClient {
  return createClient<paths, Media>(options);
}

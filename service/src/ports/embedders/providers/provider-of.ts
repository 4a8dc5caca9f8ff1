import type { Provider } from "../embedder.ts";

/** The provider that a name such as `openai/text-embedding-3-small` begins with; undefined if it is no provider's. */
export function providerOf(model: string): Provider | undefined {
  const [provider, name] = model.split(/\/(.*)/s);
  return name && (provider === "openai" || provider === "cohere") ? provider : undefined;
}

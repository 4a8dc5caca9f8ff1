import type { EnvReader } from "../../env-reader.ts";

export interface CohereConfig {
  model: string;
  apiKey: string;
  /** Address before `/v2/rerank`. */
  url: string;
}

export function readCohereConfig(read: EnvReader): CohereConfig {
  const apiKey = read.optional("COHERE_API_KEY") ?? "";
  if (apiKey === "") read.problem("COHERE_API_KEY", "must be set with RERANKER=cohere");
  else if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    read.problem("COHERE_API_KEY", "has characters that no key has; set it again");
  }
  return {
    model: read.text("RERANKER_MODEL", "rerank-v3.5"),
    apiKey,
    url: readUrl(read),
  };
}

/** Does not repeat what is wrong, as there may be a password in it. */
function readUrl(read: EnvReader): string {
  const text = read.text("COHERE_URL", "https://api.cohere.com");
  const url = URL.parse(text);
  const isLocal = url !== null && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (!url || !(url.protocol === "https:" || (url.protocol === "http:" && isLocal))) {
    read.problem("COHERE_URL", "must begin with https://, because the key is sent there");
  } else if (url.username || url.password) {
    read.problem("COHERE_URL", "must be an address alone; the key goes into COHERE_API_KEY");
  }
  return text.replace(/\/+$/, "");
}

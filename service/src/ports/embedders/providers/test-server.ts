import { Type } from "typebox";
import { Value } from "typebox/value";
import { type Asked, startTestApiServer, type TestApiServer } from "../../../outgoing/test-api-server.ts";

const OpenAiRequest = Type.Object({
  model: Type.String(),
  input: Type.Array(Type.String()),
  dimensions: Type.Optional(Type.Integer()),
});
const CohereRequest = Type.Object({
  model: Type.String(),
  texts: Type.Array(Type.String(), { maxItems: 96 }),
  input_type: Type.String(),
  output_dimension: Type.Optional(Type.Integer()),
});

/** For tests: speaks the embedding protocols of OpenAI, under `/v1`, and of Cohere. Every word counts as a token. */
export async function startEmbeddingTestServer(dimension = 1536): Promise<TestApiServer> {
  return startTestApiServer(({ method, path, body }) => {
    if (path === "/v1/models") return { object: "list", data: [] };
    if (method !== "POST") return undefined;
    if (path === "/v1/embeddings") return openAiAnswer(body, dimension);
    if (path === "/v2/embed") return cohereAnswer(body, dimension);
    return undefined;
  });
}

function openAiAnswer(body: unknown, dimension: number) {
  const { model, input, dimensions = dimension } = Value.Parse(OpenAiRequest, body);
  const data = input.map((text, index) => ({
    object: "embedding",
    index,
    embedding: vectorOf(text, dimensions),
  }));
  const tokens = tokensOf(input);
  // In an order of its own: the index counts.
  return {
    object: "list",
    data: data.reverse(),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function cohereAnswer(body: unknown, dimension: number) {
  const { texts, output_dimension = dimension } = Value.Parse(CohereRequest, body);
  const float = texts.map((text) => vectorOf(text, output_dimension));
  return { id: "test", embeddings: { float }, meta: { billed_units: { input_tokens: tokensOf(texts) } } };
}

/** Counts of the words, each at a place that follows from it: texts with the same words are near. */
export function vectorOf(text: string, dimension: number): number[] {
  const vector = new Array<number>(dimension).fill(0);
  for (const word of wordsOf(text)) {
    let hash = 7;
    for (const character of word) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
    const place = hash % dimension;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  return vector;
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["nothing"];
const tokensOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + wordsOf(text).length, 0);

/** The texts of all requests, in order. */
export function textsOf(asked: readonly Asked[]): string[] {
  return asked.flatMap(({ body }) => {
    if (Value.Check(OpenAiRequest, body)) return body.input;
    return Value.Check(CohereRequest, body) ? body.texts : [];
  });
}

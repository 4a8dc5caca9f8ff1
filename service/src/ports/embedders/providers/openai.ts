import { Type } from "typebox";
import { Value } from "typebox/value";
import type { Protocol, VectorAnswer } from "./protocol.ts";

/** https://platform.openai.com/docs/api-reference/embeddings/create */
const Answer = Type.Object({
  data: Type.Array(Type.Object({ index: Type.Integer({ minimum: 0 }), embedding: Type.Unknown() })),
  usage: Type.Optional(
    Type.Union([Type.Null(), Type.Object({ prompt_tokens: Type.Optional(Type.Integer({ minimum: 0 })) })]),
  ),
});

/** OpenAI takes 2,048 texts of 300,000 tokens together, of which an estimate may see a quarter only. */
const OPENAI_LIMITS = { items: 512, tokens: 75_000 };
/** What Text Embeddings Inference takes without being told otherwise; others take at least as much. */
const SERVER_LIMITS = { items: 32, tokens: 8_192 };

/** OpenAI itself, or one of the many servers that speak as it does. */
export function openAiProtocol(isOpenAi: boolean): Protocol {
  return {
    provider: "openai",
    path: "/embeddings",
    inputTypes: false,
    limits: isOpenAi ? OPENAI_LIMITS : SERVER_LIMITS,
    body: ({ model, texts, dimension }) => ({
      model,
      input: texts,
      encoding_format: "float",
      ...(dimension === undefined ? {} : { dimensions: dimension }),
    }),
    read,
  };
}

/** Puts the vectors in order. An index that is missing leaves a gap, one that is there twice is none. */
function read(answer: unknown): VectorAnswer | undefined {
  if (!Value.Check(Answer, answer)) return undefined;
  const byIndex = new Map(answer.data.map(({ index, embedding }) => [index, embedding]));
  if (byIndex.size !== answer.data.length) return undefined;
  const vectors = answer.data.map((_, i) => byIndex.get(i));
  return { vectors, tokens: answer.usage?.prompt_tokens };
}

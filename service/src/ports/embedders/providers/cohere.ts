import { Type } from "typebox";
import { Value } from "typebox/value";
import type { Protocol } from "./protocol.ts";

/** https://docs.cohere.com/reference/embed */
const Answer = Type.Object({
  embeddings: Type.Object({ float: Type.Array(Type.Unknown()) }),
  meta: Type.Optional(
    Type.Object({
      billed_units: Type.Optional(Type.Object({ input_tokens: Type.Optional(Type.Number({ minimum: 0 })) })),
    }),
  ),
});

/** Version 2 of its API. Queries and documents get vectors of their own kind. */
export const cohereProtocol: Protocol = {
  provider: "cohere",
  path: "/v2/embed",
  inputTypes: true,
  limits: { items: 96, tokens: 32_000 },
  body: ({ model, texts, purpose, dimension }) => ({
    model,
    texts,
    input_type: purpose === "query" ? "search_query" : "search_document",
    embedding_types: ["float"],
    // What is too long is to be refused, not cut.
    truncate: "NONE",
    ...(dimension === undefined ? {} : { output_dimension: dimension }),
  }),
  read(answer) {
    if (!Value.Check(Answer, answer)) return undefined;
    return { vectors: answer.embeddings.float, tokens: answer.meta?.billed_units?.input_tokens };
  },
};

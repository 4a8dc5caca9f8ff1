import { type Static, Type } from "typebox";

const Tokens = Type.Array(Type.Integer());

/** https://platform.openai.com/docs/api-reference/embeddings/create. What else a client sends is passed over. */
export const OpenAiEmbeddingRequest = Type.Object(
  {
    input: Type.Union([Type.String(), Type.Array(Type.String()), Tokens, Type.Array(Tokens)], {
      description: "A text, or up to 2,048. Arrays of tokens are refused: every model has tokens of its own",
    }),
    model: Type.Optional(
      Type.String({ description: "The active model, which is meant without it too; another is refused" }),
    ),
    encoding_format: Type.Optional(Type.Enum(["float", "base64"], { default: "float" })),
    dimensions: Type.Optional(
      Type.Integer({ minimum: 1, description: "First components only, where the model is made for it" }),
    ),
    input_type: Type.Optional(
      Type.Enum(["document", "query"], {
        default: "document",
        description: "Some models make other vectors of queries; OpenAI has no such field",
      }),
    ),
    user: Type.Optional(Type.String()),
  },
  { $id: "OpenAiEmbeddingRequest" },
);
export type OpenAiEmbeddingRequest = Static<typeof OpenAiEmbeddingRequest>;

export const OpenAiEmbeddings = Type.Object(
  {
    object: Type.Literal("list"),
    data: Type.Array(
      Type.Object({
        object: Type.Literal("embedding"),
        index: Type.Integer(),
        embedding: Type.Union([Type.Array(Type.Number()), Type.String()], {
          description: "Of unit length; in base64 float32 values, little-endian",
        }),
      }),
    ),
    model: Type.String(),
    usage: Type.Object(
      { prompt_tokens: Type.Integer(), total_tokens: Type.Integer() },
      { description: "Special tokens counted; an estimate where the model runs elsewhere" },
    ),
  },
  { $id: "OpenAiEmbeddings", additionalProperties: false },
);
export type OpenAiEmbeddings = Static<typeof OpenAiEmbeddings>;

export const OpenAiError = Type.Object(
  {
    error: Type.Object({
      message: Type.String(),
      type: Type.String(),
      param: Type.Union([Type.String(), Type.Null()]),
      code: Type.Union([Type.String(), Type.Null()]),
    }),
  },
  { $id: "OpenAiError", additionalProperties: false },
);
export type OpenAiError = Static<typeof OpenAiError>;

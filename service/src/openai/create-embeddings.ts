import type { OpenAiEmbeddingRequest, OpenAiEmbeddings } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import type { Embedder, EmbedOptions } from "../ports/embedders/embedder.ts";
import { shortened } from "../ports/embedders/unit-vector.ts";

const MOST_TEXTS = 2_048;

/**
 * Vectors of texts by the model that is active now.
 *
 * @throws CosmicError `not_found` for another model; `invalid_value`, `invalid_type`, `empty_text`, `text_too_long` for
 * what cannot be embedded; what embedding throws
 */
export async function createEmbeddings(
  { indexes, metering }: Pick<Context, "indexes" | "metering">,
  request: OpenAiEmbeddingRequest,
  signal: AbortSignal,
): Promise<OpenAiEmbeddings> {
  const { embedder } = indexes.active;
  const { input, model, dimensions, encoding_format: format, input_type: purpose = "document" } = request;
  checkModel(embedder, model);
  checkDimension(embedder, dimensions);
  const texts = textsOf(input);
  const tokens = countTokens(embedder, texts, purpose);
  // Whoever asks here is held back by the budget, whatever the texts are said to be.
  if (embedder.describe().kind !== "onnx") await metering.admit();
  const vectors = await embedder.embed(texts, { purpose, signal });
  return {
    object: "list",
    data: vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: encoded(dimensions === undefined ? vector : shortened(vector, dimensions), format),
    })),
    model: embedder.identity.name,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** Vectors of two models may not be compared, so nobody gets those of another than was named. */
function checkModel({ identity: { name } }: Embedder, wanted: string | undefined): void {
  if (wanted === undefined || wanted === name || wanted === name.slice(name.indexOf("/") + 1)) return;
  throw new CosmicError("not_found", `The active model is ${name}, not ${wanted}.`, { field: "/model" });
}

function checkDimension(embedder: Embedder, wanted: number | undefined): void {
  const { name, dimension } = embedder.identity;
  if (wanted === undefined || wanted === dimension || embedder.shortensTo(wanted)) return;
  const message = `${name} gives vectors of ${dimension} components, which cannot be cut to ${wanted}.`;
  throw new CosmicError("invalid_value", message, { field: "/dimensions" });
}

function textsOf(input: OpenAiEmbeddingRequest["input"]): string[] {
  const given = typeof input === "string" ? [input] : input;
  if (given.length === 0 || given.length > MOST_TEXTS) {
    const message = `input must hold from 1 to ${MOST_TEXTS} texts, not ${given.length}.`;
    throw new CosmicError("invalid_value", message, { field: "/input" });
  }
  return given.map((text, i) => {
    const field = typeof input === "string" ? "/input" : `/input/${i}`;
    if (typeof text !== "string") {
      const message = "Tokens are not taken, as every model has tokens of its own. Send the text.";
      throw new CosmicError("invalid_type", message, { field });
    }
    if (text === "") throw new CosmicError("empty_text", "The text is empty.", { field });
    return text;
  });
}

/** Tokens of all texts, special tokens and prefixes counted. */
function countTokens(embedder: Embedder, texts: readonly string[], purpose: EmbedOptions["purpose"]): number {
  const { maxTokens, specialTokens, queryPrefix, documentPrefix } = embedder.identity;
  const prefix = purpose === "query" ? queryPrefix : documentPrefix;
  return texts.reduce((sum, text, i) => {
    const tokens = embedder.countTokens(prefix + text) + specialTokens;
    if (tokens <= maxTokens) return sum + tokens;
    const message = `Text ${i} has ${tokens} tokens; the model takes ${maxTokens}.`;
    throw new CosmicError("text_too_long", message, { field: `/input/${i}` });
  }, 0);
}

function encoded(vector: Float32Array, format: OpenAiEmbeddingRequest["encoding_format"]): number[] | string {
  if (format !== "base64") return Array.from(vector);
  const bytes = Buffer.alloc(4 * vector.length);
  vector.forEach((value, i) => {
    bytes.writeFloatLE(value, 4 * i);
  });
  return bytes.toString("base64");
}

import type { Tokenizer } from "@huggingface/tokenizers";

/** A query and a text as the model sees them, special tokens included. */
export interface PairTokens {
  ids: number[];
  /** 0 for the query, 1 for the text; all 0 where the model does not tell them apart. */
  types: number[];
}

/** Of the model's room, what a query may take: the text is what is judged. */
const QUERY_SHARE = 0.5;

/** @param maxTokens of a pair; what does not fit is cut, first the query to half of it, then the text */
export function pairTokens(tokenizer: Tokenizer, query: string, text: string, maxTokens: number): PairTokens {
  const count = (one: string) => tokenizer.encode(one, { add_special_tokens: false }).ids.length;
  const asked = cut(query, Math.floor(maxTokens * QUERY_SHARE), count);
  const sizeWith = (part: string) => tokenizer.encode(asked, { text_pair: part }).ids.length;
  const fitting = cut(text, maxTokens, sizeWith);
  const { ids, token_type_ids: types } = tokenizer.encode(asked, {
    text_pair: fitting,
    return_token_type_ids: true,
  });
  return { ids, types };
}

/** The first part of a text whose size is no more than `limit`. */
function cut(text: string, limit: number, sizeOf: (part: string) => number): string {
  let part = text;
  for (let size = sizeOf(part); size > limit && part !== ""; size = sizeOf(part)) {
    part = part.slice(0, Math.min(part.length - 1, Math.floor((part.length * limit) / size)));
  }
  return part;
}

import type { Config } from "../config.ts";
import type { Embedder } from "../ports/embedders/embedder.ts";
import { type Passage, splitPassages } from "./passages/split.ts";

/** A passage with the text that is embedded and searched for it. */
export interface PassageText extends Passage {
  text: string;
  /** Tokens the model sees, special tokens counted. */
  tokens: number;
}

/** Tokens of a title that go in front of every passage; a longer title is cut there, but not in the first. */
const TITLE_TOKENS = 32;

/** The passages of a document, each with the title in front, so that it is found by what it is part of. */
export async function passageTexts(
  document: { title: string; text: string },
  settings: Config["passages"],
  embedder: Pick<Embedder, "identity" | "countTokens">,
): Promise<PassageText[]> {
  const { maxTokens, specialTokens, documentPrefix } = embedder.identity;
  const count = (text: string) => embedder.countTokens(text);
  const available = maxTokens - specialTokens - count(documentPrefix);
  // Half of what fits is the text's, however little that is.
  const titleTokens = Math.min(TITLE_TOKENS, Math.floor(available / 2));
  const title = settings.withTitle ? shorten(document.title.trim(), titleTokens, count) : "";
  const room = available - (title ? count(`${title}\n`) : 0);
  const size = Math.min(settings.size, room);
  const passages = await splitPassages(
    document.text,
    { size, overlap: Math.min(settings.overlap, size - 1) },
    count,
  );
  return passages.map((passage) => {
    const body = document.text.slice(passage.start, passage.end);
    const text = title ? `${title}\n${body}` : body;
    return { ...passage, text, tokens: count(documentPrefix + text) + specialTokens };
  });
}

/** The first words of a text that are no more than `limit` tokens. */
function shorten(text: string, limit: number, count: (text: string) => number): string {
  if (count(text) <= limit) return text;
  const words = text.split(/\s+/);
  while (words.length > 1 && count(words.join(" ")) > limit) words.pop();
  const short = words.join(" ");
  return count(short) <= limit ? short : "";
}

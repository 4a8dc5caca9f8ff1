import { Tokenizer } from "@huggingface/tokenizers";
import { Type } from "typebox";
import { Value } from "typebox/value";

/** Words whose tokens are kept, and the longest of them in code units: more than one language has in daily use. */
const WORDS_KEPT = 50_000;
const LONGEST_KEPT = 32;

/** Tokenizers that look at one word at a time: what surrounds it changes nothing. */
const WordByWord = Type.Object({
  normalizer: Type.Object({ type: Type.Literal("BertNormalizer") }),
  pre_tokenizer: Type.Object({ type: Type.Literal("BertPreTokenizer") }),
  model: Type.Object({ type: Type.Literal("WordPiece") }),
  added_tokens: Type.Array(
    Type.Object({
      content: Type.String({ pattern: "^\\S+$" }),
      lstrip: Type.Literal(false),
      rstrip: Type.Literal(false),
    }),
  ),
});

/** Settings with which the library changes the text as a whole first. */
const ChangesText = Type.Union([
  Type.Object({ remove_space: Type.Literal(true) }),
  Type.Object({ do_lowercase_and_remove_accent: Type.Literal(true) }),
]);

/**
 * A model's tokenizer. With one of BERT's kind the tokens of a text are those of its words one after the other, so they
 * are looked up: a tenth of the time. All others are asked for each text.
 */
export class TextTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #wordByWord: boolean;
  /** Special tokens in front of a text and behind it. */
  readonly #before: readonly number[];
  readonly #after: readonly number[];
  readonly #words = new Map<string, readonly number[]>();

  /** @param files the model's `tokenizer.json` and `tokenizer_config.json` */
  constructor(files: { tokenizer: object; tokenizerConfig: object }) {
    this.#tokenizer = new Tokenizer(files.tokenizer, files.tokenizerConfig);
    this.#wordByWord =
      Value.Check(WordByWord, files.tokenizer) && !Value.Check(ChangesText, files.tokenizerConfig);
    const special: number[] = this.#tokenizer.encode("").ids;
    const withWord: number[] = this.#tokenizer.encode("a").ids;
    const between = withWord.findIndex((id, i) => id !== special[i]);
    this.#before = special.slice(0, between);
    this.#after = special.slice(between);
  }

  /** Tokens that every text has in addition to its own. */
  get specialTokens(): number {
    return this.#before.length + this.#after.length;
  }

  /** @returns ids of the tokens of a text, special tokens included, however many they are */
  encode(text: string): Int32Array {
    if (!this.#wordByWord) return Int32Array.from(this.#tokenizer.encode(text).ids);
    const ids = [...this.#before];
    let start = 0;
    for (let at = 0; at <= text.length; at++) {
      if (at < text.length && !isBlank(text.charCodeAt(at))) continue;
      if (at > start) for (const id of this.#encodeWord(text.slice(start, at))) ids.push(id);
      start = at + 1;
    }
    for (const id of this.#after) ids.push(id);
    return Int32Array.from(ids);
  }

  #encodeWord(word: string): readonly number[] {
    const known = this.#words.get(word);
    if (known) return known;
    const { ids } = this.#tokenizer.encode(word, { add_special_tokens: false });
    if (word.length <= LONGEST_KEPT) {
      // Those that come often are back at once.
      if (this.#words.size >= WORDS_KEPT) this.#words.clear();
      this.#words.set(detached(word), ids);
    }
    return ids;
  }
}

/** A copy: from 13 characters on, a slice of a text keeps that whole text in memory. */
const detached = (word: string) => (word.length > 12 ? word.split("").join("") : word);

/** Space, tab and line ends: what separates words for every tokenizer. Other white space stays within a word here. */
function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { expect, it } from "vitest";
import { ROOT } from "../../../config.ts";
import { readModelFiles } from "./model-files.ts";
import { TextTokenizer } from "./text-tokenizer.ts";

const files = await readModelFiles(join(ROOT, "models/all-MiniLM-L6-v2"));
const library = new Tokenizer(files.tokenizer, files.tokenizerConfig);

const PIECES = [
  ..." \t\n\r\u00a0\u2003\u200b\u0000\u000b\u001f",
  ..."aAzZéÉİßΣσ09",
  ..."'’-.,!?[]()…",
  ..."\u0301\u0308\u200d\ufe0f",
  ..."日本語한글ไทยعربي",
  ..."😀👩‍👩‍👧",
  "\ud800",
  "[SEP]",
  "[MASK]",
  "[cls]",
  "un",
  "believ",
  "able",
  "ΟΔΟΣ",
];

it.each([
  "",
  " ",
  "I don't know; café, naïve!",
  "before[SEP]after [MASK].",
  "x".repeat(150),
  `${"word ".repeat(300)}end`,
  "ΟΔΥΣΣΕΥΣ ΣΑΣ",
  " \u0301leading mark",
])("gives the tokens of the library: %j", (text) => {
  const tokenizer = new TextTokenizer(files);
  // The second time the words are known.
  for (let time = 0; time < 2; time++) expect([...tokenizer.encode(text)]).toEqual(library.encode(text).ids);
});

it("gives the tokens of the library for texts of anything", () => {
  const tokenizer = new TextTokenizer(files);
  let seed = 7;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
  for (let i = 0; i < 3_000; i++) {
    const text = Array.from({ length: next(40) }, () => PIECES[next(PIECES.length)]).join("");
    expect([...tokenizer.encode(text)], JSON.stringify(text)).toEqual(library.encode(text).ids);
  }
});

it("asks the library for a text as a whole if its words depend on each other", () => {
  const added_tokens = [{ id: 103, content: "[MASK]", lstrip: true, rstrip: false, special: true }];
  const others = { ...files, tokenizer: { ...files.tokenizer, added_tokens } };
  const text = "before [MASK] after";
  const { ids } = new Tokenizer(others.tokenizer, others.tokenizerConfig).encode(text);
  expect([...new TextTokenizer(others).encode(text)]).toEqual(ids);
});

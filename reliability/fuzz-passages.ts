import { join } from "node:path";
import { Progress } from "../service/src/cli/progress.ts";
import { ROOT } from "../service/src/config.ts";
import { splitPassages } from "../service/src/embeddings/passages/split.ts";
import { mulberry32 } from "../service/src/patterns/seeded-random.ts";
import { readModelFiles } from "../service/src/ports/embedders/onnx/model-files.ts";
import { TextTokenizer } from "../service/src/ports/embedders/onnx/text-tokenizer.ts";
import { verdict } from "./verdict.ts";

const LONGEST = 120;
/** Where texts break: letters of many scripts, what joins them, and what stands between. */
const RANGES: readonly (readonly [from: number, to: number])[] = [
  [0x20, 0x7e],
  [0x09, 0x0d],
  [0xa0, 0x24f],
  [0x300, 0x36f],
  [0x590, 0x6ff],
  [0x900, 0x97f],
  [0xe00, 0xe7f],
  [0x2000, 0x206f],
  [0x3000, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0x1f1e6, 0x1f1ff],
  [0x1f300, 0x1faff],
  [0x0, 0x10ffff],
];

/** Random texts through the splitter and the tokenizer: no crash, and offsets that are always exact. */
export async function fuzzPassages(texts: number): Promise<void> {
  const files = await readModelFiles(join(ROOT, "models/all-MiniLM-L6-v2"));
  const tokenizer = new TextTokenizer(files);
  const count = (text: string) => tokenizer.encode(text).length - tokenizer.specialTokens;
  const random = mulberry32(1);
  const wrong: string[] = [];
  let passages = 0;
  {
    using progress = new Progress("texts", process.stderr);
    for (let done = 0; done < texts && wrong.length < 10; done++) {
      const text = randomText(random);
      const size = 1 + Math.floor(random() * 40);
      const overlap = Math.floor(random() * size);
      try {
        const found = await splitPassages(text, { size, overlap }, count);
        passages += found.length;
        const reason = whatIsWrong(text, found);
        if (reason) wrong.push(`${reason} (size ${size}, overlap ${overlap}): ${JSON.stringify(text)}`);
      } catch (error) {
        wrong.push(`${String(error)} (size ${size}, overlap ${overlap}): ${JSON.stringify(text)}`);
      }
      progress.update(done + 1, texts);
    }
  }
  for (const each of wrong) console.log(each);
  verdict(
    "random texts are split without a crash and with exact offsets",
    wrong.length === 0,
    `${texts.toLocaleString("en")} texts, ${passages.toLocaleString("en")} passages`,
  );
}

function randomText(random: () => number): string {
  const length = Math.floor(random() ** 2 * LONGEST);
  const kinds = Array.from(
    { length: 1 + Math.floor(random() * 4) },
    () => RANGES[Math.floor(random() * RANGES.length)],
  );
  let text = "";
  for (let i = 0; i < length; i++) {
    const [from, to] = kinds[Math.floor(random() * kinds.length)] ?? [0x20, 0x7e];
    text += String.fromCodePoint(from + Math.floor(random() * (to - from + 1)));
    if (random() < 0.1) text += random() < 0.3 ? ".\n\n" : " ";
  }
  return text;
}

function whatIsWrong(
  text: string,
  passages: readonly { ordinal: number; start: number; end: number }[],
): string | undefined {
  const covered = new Uint8Array(text.length);
  for (const [i, { ordinal, start, end }] of passages.entries()) {
    if (ordinal !== i) return `passage ${i} is called ${ordinal}`;
    if (!(0 <= start && start < end && end <= text.length))
      return `passage ${i} goes from ${start} to ${end}`;
    if (cutsPair(text, start) || cutsPair(text, end)) return `passage ${i} cuts a surrogate pair`;
    if (text.slice(start, end) !== text.slice(start, end).trim())
      return `passage ${i} begins or ends with white space`;
    covered.fill(1, start, end);
  }
  const lost = covered.findIndex((is, at) => is === 0 && (text[at] ?? "").trim() !== "");
  return lost >= 0 ? `the character at ${lost} is in no passage` : undefined;
}

const cutsPair = (text: string, at: number) =>
  /[\ud800-\udbff]$/.test(text.slice(0, at)) && /^[\udc00-\udfff]/.test(text.slice(at));

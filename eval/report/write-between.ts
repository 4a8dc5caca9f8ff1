import { readFile, writeFile } from "node:fs/promises";
import { CommandError } from "../../service/src/cli/command-error.ts";

/** Which part of a page is meant. */
export type Part = "eval" | "ablation" | "faults";

const beginOf = (part: Part) => `<!-- ${part}:begin -->`;
const endOf = (part: Part) => `<!-- ${part}:end -->`;

/** @throws CommandError if the text does not have both markers, once each and in their order */
export function replaceBetween(markdown: string, content: string, part: Part = "eval"): string {
  const [begin, end] = [beginOf(part), endOf(part)];
  const [before, rest, ...more] = markdown.split(begin);
  const [, after, ...others] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length + others.length > 0) {
    throw new CommandError(`The page needs a line ${begin} and behind it a line ${end}, once each.`);
  }
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}

/** Puts the content between the markers of a Markdown file, in place of what stands there. */
export async function writeBetween(file: string, content: string, part: Part): Promise<void> {
  await writeFile(file, replaceBetween(await readPage(file), content, part));
}

/** Before hours are spent on what has no place to go. */
export async function checkMarkers(file: string, part: Part): Promise<void> {
  replaceBetween(await readPage(file), "", part);
}

async function readPage(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new CommandError(`${file} cannot be read: it has to be there, with its markers.`, cause);
  }
}

import { readFile, writeFile } from "node:fs/promises";
import { CommandError } from "../../service/src/cli/command-error.ts";

const BEGIN = "<!-- eval:begin -->";
const END = "<!-- eval:end -->";

/** @throws CommandError if the text does not have both markers, once each and in their order */
export function replaceBetween(markdown: string, content: string): string {
  const [before, rest, ...more] = markdown.split(BEGIN);
  const [, after, ...others] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined || more.length + others.length > 0) {
    throw new CommandError(`The page needs a line ${BEGIN} and behind it a line ${END}, once each.`);
  }
  return `${before}${BEGIN}\n\n${content}\n\n${END}${after}`;
}

/** Puts the content between the markers of a Markdown file, in place of what stands there. */
export async function writeBetween(file: string, content: string): Promise<void> {
  await writeFile(file, replaceBetween(await readPage(file), content));
}

/** Before hours are spent on what has no place to go. */
export async function checkMarkers(file: string): Promise<void> {
  replaceBetween(await readPage(file), "");
}

async function readPage(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new CommandError(`${file} cannot be read: it has to be there, with its markers.`, cause);
  }
}

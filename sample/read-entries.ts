import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { MOODS } from "./vocabulary.ts";

/** An entry as it stands in `entries/`, dated by the year of the story and not of the calendar. */
const WrittenEntry = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" }),
    title: Type.String({ minLength: 1, maxLength: 100 }),
    text: Type.String({ pattern: "\\S" }),
    mood: Type.Union([Type.Enum([...MOODS]), Type.Null()]),
    tags: Type.Array(Type.String({ pattern: "^\\p{Ll}+(-\\p{Ll}+)*$" }), { minItems: 1, uniqueItems: true }),
    year: Type.Integer({ minimum: 1 }),
    month: Type.Integer({ minimum: 1, maximum: 12 }),
    day: Type.Integer({ minimum: 1, maximum: 31 }),
  },
  { additionalProperties: false },
);
export type WrittenEntry = Static<typeof WrittenEntry>;

const FOLDER = join(import.meta.dirname, "entries");
/** `---`, lines of `name: value`, `---`, and the text up to the next entry. */
const ENTRY = /^---\n(?<head>(?:\w+: .+\n)+)---\n(?<text>[\s\S]*?)(?=^---\n|(?![\s\S]))/gm;

/**
 * Reads all months, oldest first.
 *
 * @throws Error that names the file if something in it is no entry
 */
export function readEntries(): WrittenEntry[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .flatMap((name) => parseMonth(name, readFileSync(join(FOLDER, name), "utf8").replaceAll("\r\n", "\n")));
}

/** @param name such as `year-1/03-march.md`; the year is taken from it */
export function parseMonth(name: string, markdown: string): WrittenEntry[] {
  const between = markdown.replaceAll(ENTRY, "").trim();
  if (between !== "") throw new Error(`sample/entries/${name}: this belongs to no entry: ${between}`);
  return [...markdown.matchAll(ENTRY)].map(({ groups }) => {
    const entry = toEntry(name, groups?.head ?? "", groups?.text ?? "");
    const [error] = Value.Errors(WrittenEntry, entry);
    if (!error) return Value.Parse(WrittenEntry, entry);
    const place = `sample/entries/${name}, ${entry.id ?? "an entry without id"}`;
    throw new Error(`${place}: ${error.instancePath} ${error.message}`);
  });
}

function toEntry(name: string, head: string, text: string) {
  const fields: Partial<Record<string, string>> = Object.fromEntries(head.trim().split("\n").map(field));
  const { id, date = "", tags = "", mood = null, ...rest } = fields;
  const [month, day] = date.split("-");
  return {
    ...rest,
    id,
    mood,
    tags: tags.split(", "),
    text: text.trim(),
    year: Number(/^year-(\d+)/.exec(name)?.[1]),
    month: Number(month),
    day: Number(day),
  };
}

function field(line: string): [name: string, value: string] {
  const colon = line.indexOf(": ");
  return [line.slice(0, colon), line.slice(colon + 2)];
}

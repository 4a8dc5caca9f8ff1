import { basename, extname } from "node:path";
import { Type } from "typebox";
import { checker } from "../../service/src/http/validation.ts";
import { readJsonLines } from "./checked-lines.ts";
import type { Corpus } from "./evaluation-set.ts";
import { byUniqueId } from "./unique.ts";

const Entry = Type.Object({ id: Type.String({ minLength: 1 }), text: Type.String({ minLength: 1 }) });

/**
 * A diary with an entry a line. Its headings are dates, which are not asked for and would stand in front of every
 * passage: they are left out.
 *
 * @throws CommandError that names file and line
 */
export async function readDiary(file: string): Promise<Corpus> {
  const entries = byUniqueId(await readJsonLines(file, checker(Entry)));
  return {
    name: basename(file, extname(file)),
    documents: [...entries.values()].map(({ id, text }) => ({ id, title: "", text })),
  };
}

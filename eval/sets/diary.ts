import { basename, extname } from "node:path";
import { Type } from "typebox";
import { checker } from "../../service/src/http/validation.ts";
import type { Corpus } from "./evaluation-set.ts";
import { readRows } from "./read-rows.ts";

const Entry = Type.Object({ id: Type.String({ minLength: 1 }), text: Type.String({ minLength: 1 }) });

/**
 * A diary with an entry a line. Its headings are dates, which are not asked for and would stand in front of every
 * passage: they are left out.
 *
 * @throws CommandError; CosmicError that names file and line
 */
export async function readDiary(file: string): Promise<Corpus> {
  const entries = await readRows(file, checker(Entry));
  return {
    name: basename(file, extname(file)),
    documents: entries.map(({ id, text }) => ({ id, title: "", text })),
  };
}

import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError } from "../../service/src/cli/command-error.ts";
import { readBeirFolder } from "./beir.ts";
import { readDiary } from "./diary.ts";
import { readDiaryQueries } from "./diary-queries.ts";
import type { Corpus, EvaluationSet } from "./evaluation-set.ts";
import { readLookUps } from "./look-ups.ts";

/** The diary that `diary-queries` and `hybrid` ask about, from the folder they lie in. */
const DIARY = join("diary", "pepys-1664-1666.jsonl");

/** @throws CosmicError that names file and line; CommandError that names the folder or file that cannot be read */
export async function readFolders(folders: readonly string[]): Promise<EvaluationSet[]> {
  const diaries = new Map<string, Corpus>();
  const diaryBeside = async (folder: string): Promise<Corpus> => {
    const file = join(dirname(folder), DIARY);
    const diary = diaries.get(file) ?? (await readDiary(file));
    diaries.set(file, diary);
    return diary;
  };
  const sets: EvaluationSet[] = [];
  for (const folder of folders) sets.push(...(await readFolder(resolve(folder), diaryBeside)));
  for (const { name, queries } of sets) {
    if (queries.length === 0) throw new CommandError(`${name} has no query that anything answers.`);
  }
  return sets;
}

async function readFolder(
  folder: string,
  diaryBeside: (folder: string) => Promise<Corpus>,
): Promise<EvaluationSet[]> {
  if (existsSync(join(folder, "corpus.jsonl"))) return [await readBeirFolder(folder)];
  switch (basename(folder)) {
    case "diary-queries":
      return [await readDiaryQueries(folder, await diaryBeside(folder))];
    case "hybrid":
      return readLookUps(folder, await diaryBeside(folder));
    default:
      throw new CommandError(
        `${folder} is no evaluation set: it needs corpus.jsonl, queries.jsonl and qrels.tsv, as BEIR's folders have.`,
      );
  }
}

/** The folders with queries in it, in the order of their names. */
export function findFolders(data: string): string[] {
  if (!existsSync(data)) {
    throw new CommandError(`There is no folder ${data}. Set EVAL_DATA to the one that holds the sets.`);
  }
  const folders = readdirSync(data)
    .sort()
    .map((name) => join(data, name))
    .filter((folder) => existsSync(join(folder, "queries.jsonl")));
  if (folders.length === 0) throw new CommandError(`No folder in ${data} has queries.jsonl.`);
  return folders;
}

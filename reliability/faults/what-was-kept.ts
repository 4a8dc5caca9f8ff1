import { text } from "node:stream/consumers";
import { readConfig } from "../../service/src/config.ts";
import { datasetKey } from "../../service/src/experiments/datasets/dataset-files.ts";
import { createObjects } from "../../service/src/ports/objects/create.ts";
import type { Installation } from "./installation.ts";
import { USER } from "./mixed-load.ts";

/** Documents that are looked for by their words; all others are counted by `judgeNothingLost`. */
const SAMPLE = 60;

/** @returns words whose document is not found by them, of some that lie evenly over the time */
export async function notFound(
  users: Installation["users"],
  documents: ReadonlyMap<string, string>,
): Promise<string[]> {
  const step = Math.max(1, Math.floor(documents.size / SAMPLE));
  const lacking: string[] = [];
  for (const [word, id] of [...documents].filter((_, i) => i % step === 0)) {
    if ((await firstWith(users, word)) !== id) lacking.push(word);
  }
  return lacking;
}

/** @returns words of entries of the journal that are in no document that is found */
export async function entriesMissing(
  users: Installation["users"],
  words: readonly string[],
): Promise<string[]> {
  const missing: string[] = [];
  for (const word of words) if ((await firstWith(users, word)) === undefined) missing.push(word);
  return missing;
}

async function firstWith({ client }: Installation["users"], word: string): Promise<string | undefined> {
  const body = { query: word, user_id: USER, mode: "keyword", top_k: 1 } as const;
  const { data } = await client.POST("/api/v1/search/", { body });
  return data?.results[0]?.document_id;
}

/** @returns ids of datasets that the service does not know, or whose file is not as it was sent */
export async function datasetsLost(
  { users, env }: Installation,
  datasets: ReadonlyMap<string, string>,
): Promise<string[]> {
  const objects = await createObjects(readConfig(env).objects, () => {});
  const lost: string[] = [];
  try {
    for (const [id, content] of datasets) {
      const params = { path: { id } };
      const { data } = await users.client.GET("/api/v1/experiments/datasets/{id}/", { params });
      const file = await objects.get("datasets", datasetKey({ id, userId: null }, "pairs.jsonl"));
      if (!data || !file || (await text(file)) !== content) lost.push(id);
    }
  } finally {
    await objects.close();
  }
  return lost;
}

import type { DatasetKind } from "@cosmic/contract";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import { userPrefix } from "../../users/object-prefix.ts";
import type { TextFile } from "./checked-lines.ts";
import type { DatasetRow } from "./dataset-rows.ts";

/** The files of an upload: the name of the part, and that of the file. */
export const FILES = {
  retrieval: { corpus: "corpus.jsonl", queries: "queries.jsonl", qrels: "qrels.tsv" },
  similarity: { pairs: "pairs.jsonl" },
  clustering: { texts: "texts.jsonl" },
  pairs: { pairs: "pairs.jsonl" },
} as const satisfies Record<DatasetKind, Record<string, string>>;

/** Places in a user's own documents. */
export const PLACES = "places.jsonl";

type Owner = Pick<DatasetRow, "id" | "userId">;

/** What belongs to a user lies where an erasure looks for it. */
function prefixOf({ id, userId }: Owner): string {
  return `${userId === null ? "" : userPrefix(userId)}datasets/${id}/`;
}

export const datasetKey = (dataset: Owner, file: string): string => prefixOf(dataset) + file;

/** A file of the dataset, to be read from the store. */
export function datasetFile({ objects }: Context, dataset: Owner, name: string): TextFile {
  return {
    name,
    async open() {
      const content = await objects.get("datasets", datasetKey(dataset, name));
      if (content) return content;
      throw new CosmicError("dataset_not_found", `${name} of dataset ${dataset.id} is not in the store.`);
    },
  };
}

export async function deleteDatasetFiles({ objects }: Context, dataset: Owner): Promise<void> {
  for await (const { key } of objects.list("datasets", prefixOf(dataset))) {
    await objects.delete("datasets", key);
  }
}

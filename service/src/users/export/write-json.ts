import type { Context } from "../../context.ts";
import { datasetsOf } from "../../experiments/datasets/dataset-rows.ts";
import { experimentsOf } from "../../experiments/experiment-rows.ts";
import { readDocuments } from "./read-documents.ts";

/** A `UserExport` in pieces, each document on a line of its own. */
export async function* writeJson(context: Context, userId: string, now = new Date()): AsyncGenerator<string> {
  const head = {
    user_id: userId,
    exported_at: now.toISOString(),
    model: context.indexes.active.model,
    datasets: await datasetsOf(context, userId),
    experiments: await experimentsOf(context, userId),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"documents":[`;
  let between = "\n";
  for await (const documents of readDocuments(context, userId, "created")) {
    yield between + documents.map((document) => JSON.stringify(document)).join(",\n");
    between = ",\n";
  }
  yield "\n]}\n";
}

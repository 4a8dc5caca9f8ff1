import type { Context } from "../../context.ts";
import { datasetsOf } from "../../experiments/datasets/dataset-rows.ts";
import { experimentsOf } from "../../experiments/experiment-rows.ts";
import { feedbackOf } from "../../feedback/feedback-of.ts";
import { readDocuments } from "./read-documents.ts";

/** A `UserExport` in pieces, each document and each feedback on a line of its own. */
export async function* writeJson(context: Context, userId: string, now = new Date()): AsyncGenerator<string> {
  const head = {
    user_id: userId,
    exported_at: now.toISOString(),
    model: context.indexes.active.model,
    datasets: await datasetsOf(context, userId),
    experiments: await experimentsOf(context, userId),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"documents":[`;
  yield* lines(readDocuments(context, userId, "created"));
  yield '\n],"search_feedback":[';
  yield* lines(feedbackOf(context, userId));
  yield "\n]}\n";
}

async function* lines(pages: AsyncIterable<readonly object[]>): AsyncGenerator<string> {
  let between = "\n";
  for await (const page of pages) {
    yield between + page.map((item) => JSON.stringify(item)).join(",\n");
    between = ",\n";
  }
}

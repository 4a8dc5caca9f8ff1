import type { IndexPreview, IndexPreviewQuery } from "@cosmic/contract";
import { count, sql, sum } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { passageTexts } from "../embeddings/passage-texts.ts";
import { isSealed } from "../encryption/sealed-columns.ts";
import type { Embedder } from "../ports/embedders/embedder.ts";
import type { Budget } from "../ports/embedders/providers/config.ts";
import { indexIdOf } from "./identity.ts";
import { readIndexes } from "./index-rows.ts";
import { openWanted, type WantedModel } from "./open-wanted.ts";

/** Documents that are split for the estimate, and passages that a model on this machine embeds to be timed. */
const SAMPLE = 200;
const TIMED = 32;
/** What a request to a provider is taken to last; nothing is sent to find out. */
const SECONDS_A_REQUEST = 1;

/**
 * What it would take to embed every document for a model: estimated from some of them, with no text sent and nothing
 * written. A provider's model of which nothing is known is asked for the size of its vectors.
 *
 * @throws whatever `openWanted` throws
 */
export async function previewIndex(context: Context, wanted: IndexPreviewQuery): Promise<IndexPreview> {
  await using opened = await openWanted(context, wanted);
  const { model, passages: settings } = opened;
  const [there, sample, rows] = await Promise.all([
    countDocuments(context),
    splitSample(context, opened),
    readIndexes(context.database.orm),
  ]);
  // By length rather than by number: a few long documents weigh more than many short ones.
  const factor = sample.units === 0 ? 0 : there.units / sample.units;
  const passages = Math.round(sample.texts.length * factor);
  const tokens = Math.round(sample.tokens * factor);
  const cost = costOf(model, tokens);
  const id = indexIdOf(model.identity, settings);
  return {
    model: model.identity.name,
    provider: "provider" in model.identity ? model.identity.provider : null,
    dimension: model.identity.dimension,
    passage_tokens: settings.size,
    documents: there.documents,
    sampled: sample.documents,
    passages,
    tokens,
    cost_usd: cost,
    seconds: await secondsFor(model, passages, sample.texts),
    budget_days: daysFor(context.config.embedding.providers.budget, tokens, cost),
    exists: rows.some((row) => row.id === id && row.state !== "dropped") ? id : null,
  };
}

/** About as many characters as there are; what is sealed is a third longer in base64. */
const units = sql`CASE WHEN ${isSealed(documents.text)} THEN length(${documents.text}) * 3 / 4 ELSE length(${documents.text}) END`;

async function countDocuments({ database }: Context) {
  const [row] = await database.orm
    .select({ documents: count(), units: sum(units).mapWith(Number) })
    .from(documents);
  return { documents: row?.documents ?? 0, units: row?.units ?? 0 };
}

/** Which documents is as good as chance: ids end in random digits. */
async function splitSample({ database }: Context, { model, passages }: WantedModel) {
  const rows = await database.orm
    .select({ title: documents.title, text: documents.text })
    .from(documents)
    .orderBy(sql`right(${documents.id}::text, 12)`)
    .limit(SAMPLE);
  const texts: string[] = [];
  let tokens = 0;
  for (const row of rows) {
    for (const passage of await passageTexts(row, passages, model)) {
      texts.push(passage.text);
      tokens += passage.tokens;
    }
  }
  const units = rows.reduce((all, { text }) => all + [...text].length, 0);
  return { documents: rows.length, units, texts, tokens };
}

async function secondsFor(model: Embedder, passages: number, sample: readonly string[]): Promise<number> {
  const { requestTexts } = model.describe();
  if (requestTexts !== undefined) return Math.ceil(passages / requestTexts) * SECONDS_A_REQUEST;
  const timed = sample.slice(0, TIMED);
  if (timed.length === 0) return 0;
  const started = performance.now();
  await model.embed(timed, { purpose: "document" });
  const seconds = (performance.now() - started) / 1000;
  return Math.round((seconds / timed.length) * passages);
}

function costOf(model: Embedder, tokens: number): number | null {
  const { price } = model.describe();
  return price === undefined ? null : (tokens * price) / 1_000_000;
}

function daysFor(budget: Budget, tokens: number, cost: number | null): number | null {
  const days = [
    ...(budget.tokens ? [tokens / budget.tokens] : []),
    ...(budget.cost && cost !== null ? [cost / budget.cost] : []),
  ];
  return days.length === 0 ? null : Math.ceil(Math.max(...days));
}

import { randomUUID } from "node:crypto";
import { type Static, Type } from "typebox";
import { checker } from "../../http/validation.ts";
import { datasetTexts } from "../datasets/dataset-texts.ts";
import { embedTexts } from "../embed-texts.ts";
import type { Statistic } from "../metrics/bootstrap.ts";
import { defineKind, type Figure, type Measuring } from "./kind.ts";
import { makeUpTexts } from "./made-up-texts.ts";
import { readSample } from "./read-sample.ts";

const Batch = Type.Object({
  id: Type.String(),
  texts: Type.Integer(),
  passages: Type.Integer(),
  tokens: Type.Integer(),
  seconds: Type.Number(),
  /** Of one query, asked for when the batch was done. */
  query_seconds: Type.Number(),
});
type Batch = Static<typeof Batch>;

const BATCH = 32;
const DEFAULT_TEXTS = 640;
/** Words of a query. */
const QUERY = 8;

const rate = (what: "texts" | "passages" | "tokens"): Figure<Batch> => ({
  name: `${what}/s`,
  better: "higher",
  of: (batches) =>
    ratio(
      batches.map((batch) => batch[what]),
      batches.map(({ seconds }) => seconds),
    ),
});

/** How fast texts are embedded, and a single query on an embedder that does nothing else for this run. */
export const throughput = defineKind<Batch>({
  checkItem: checker(Batch),
  figures: [
    rate("texts"),
    rate("passages"),
    rate("tokens"),
    {
      name: "query ms",
      better: "lower",
      of: (batches) =>
        ratio(
          batches.map((it) => it.query_seconds * 1000),
          batches.map(() => 1),
        ),
    },
  ],
  comparable: false,
  async measure(measuring) {
    const began = performance.now();
    const texts = await readTexts(measuring);
    const read = performance.now();
    const items: Batch[] = [];
    for (let from = 0; from < texts.length; from += BATCH) {
      items.push(await measureBatch(measuring, texts.slice(from, from + BATCH), items.length + 1));
      await measuring.progress(Math.min(from + BATCH, texts.length), texts.length, "embedding");
    }
    const seconds = { prepare: (read - began) / 1000, measure: (performance.now() - read) / 1000 };
    return { items, seconds };
  },
});

async function readTexts({ context, experiment, dataset }: Measuring): Promise<string[]> {
  const { sample, seed } = experiment;
  const most = sample ?? DEFAULT_TEXTS;
  if (!dataset) return makeUpTexts(most, seed);
  const rows = await readSample(datasetTexts(context, dataset), { sample: most, seed });
  return rows.map(({ value }) => value);
}

async function measureBatch({ index, signal }: Measuring, texts: string[], number: number): Promise<Batch> {
  const began = performance.now();
  const { passages } = await embedTexts(index, texts, signal);
  const embedded = performance.now();
  // One that nobody has asked before: the embedder remembers those that it knows.
  const query = `${randomUUID().slice(0, 4)} ${texts[0]?.split(/\s+/, QUERY).join(" ")}`;
  await index.embedder.embed([query], { purpose: "query", signal });
  return {
    id: String(number),
    texts: texts.length,
    passages: passages.length,
    tokens: passages.reduce((sum, { tokens }) => sum + tokens, 0),
    seconds: (embedded - began) / 1000,
    query_seconds: (performance.now() - embedded) / 1000,
  };
}

/** The sum of one over the sum of the other. */
function ratio(amounts: readonly number[], parts: readonly number[]): Statistic {
  return (drawn) => {
    let amount = 0;
    let part = 0;
    for (let i = 0; i < drawn.length; i++) {
      amount += (drawn[i] ?? 0) * (amounts[i] ?? 0);
      part += (drawn[i] ?? 0) * (parts[i] ?? 0);
    }
    return amount / part;
  };
}

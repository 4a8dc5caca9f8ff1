import { join } from "node:path";
import { Type } from "typebox";
import { checker } from "../../service/src/http/validation.ts";
import type { Points } from "../../service/src/patterns/points.ts";
import { readRows } from "../sets/read-rows.ts";
import { withEmbedder } from "./with-embedder.ts";

/** Texts of which is known what belongs together, on two levels. */
export interface LabelledSet {
  texts: string[];
  /** Numbers of the finer classes. */
  intents: number[];
  /** Numbers of the coarser classes. */
  domains: number[];
  /** Vectors of the service's model. */
  points: Points;
}

const Row = Type.Object({
  id: Type.String(),
  text: Type.String(),
  label: Type.String(),
  domain: Type.String(),
});

/** Embedded at once; the embedder refuses what is much more. */
const BATCH = 200;

/** The set in a folder with `data.jsonl`, embedded as the service would: the environment says by which model. */
export async function readLabelledSet(folder: string, signal: AbortSignal): Promise<LabelledSet> {
  const rows = await readRows(join(folder, "data.jsonl"), checker(Row));
  const texts = rows.map(({ text }) => text);
  return {
    texts,
    intents: numbersOf(rows.map(({ label }) => label)),
    domains: numbersOf(rows.map(({ domain }) => domain)),
    points: await embed(texts, signal),
  };
}

function embed(texts: readonly string[], signal: AbortSignal): Promise<Points> {
  return withEmbedder(async (embedder) => {
    const { dimension } = embedder.identity;
    const values = new Float32Array(texts.length * dimension);
    for (let from = 0; from < texts.length; from += BATCH) {
      const vectors = await embedder.embed(texts.slice(from, from + BATCH), { purpose: "document", signal });
      for (const [i, vector] of vectors.entries()) values.set(vector, (from + i) * dimension);
    }
    return { count: texts.length, dimension, values };
  });
}

/** Equal names get equal numbers, in the order in which they come. */
function numbersOf(names: readonly string[]): number[] {
  const numbers = new Map([...new Set(names)].map((name, i) => [name, i]));
  return names.map((name) => numbers.get(name) ?? -1);
}

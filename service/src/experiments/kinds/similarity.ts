import { type Static, Type } from "typebox";
import { CosmicError } from "../../errors.ts";
import { checker } from "../../http/validation.ts";
import { cosine } from "../../search/cosine.ts";
import { datasetFile, FILES } from "../datasets/dataset-files.ts";
import { readPairs } from "../datasets/pairs.ts";
import { pearson, spearman } from "../metrics/correlation.ts";
import { embedInPages } from "./embed-in-pages.ts";
import { defineKind } from "./kind.ts";
import { readSample } from "./read-sample.ts";

const ScoredPair = Type.Object({
  id: Type.String(),
  cosine: Type.Number(),
  /** As people judged. */
  score: Type.Number(),
});
type ScoredPair = Static<typeof ScoredPair>;

const figures = (
  [
    ["Spearman", spearman],
    ["Pearson", pearson],
  ] as const
).map(([name, correlation]) => ({
  name,
  better: "higher" as const,
  of: (pairs: readonly ScoredPair[]) =>
    correlation(
      pairs.map(({ cosine }) => cosine),
      pairs.map(({ score }) => score),
    ),
}));

/** Do cosines order pairs of texts as people did? */
export const similarity = defineKind<ScoredPair>({
  checkItem: checker(ScoredPair),
  figures,
  comparable: true,
  async measure(measuring) {
    const { context, experiment, dataset } = measuring;
    if (!dataset) throw new CosmicError("dataset_not_found", "The experiment has no dataset.");
    const began = performance.now();
    const pairs = await readSample(
      readPairs(datasetFile(context, dataset, FILES.similarity.pairs)),
      experiment,
    );
    const vectors = await embedInPages(
      measuring,
      pairs.flatMap(({ value: { text_a, text_b } }) => [text_a, text_b]),
    );
    const embedded = performance.now();
    const vectorOf = (text: string) => vectors.get(text) ?? new Float32Array();
    const items = pairs.map(({ id, value: { text_a, text_b, score } }) => ({
      id,
      cosine: cosine(vectorOf(text_a), vectorOf(text_b)),
      score,
    }));
    const seconds = { prepare: (embedded - began) / 1000, measure: (performance.now() - embedded) / 1000 };
    return { items, seconds };
  },
});

import type { Verdict } from "@cosmic/contract";
import type { Compared } from "./training/evaluate.ts";
import type { TuningRow } from "./tuning-rows.ts";

/** What a card needs to know that a run has only when it is done. */
export interface CardRun {
  trainingPairs: number;
  validationPairs: number;
  testPairs: number;
  testQueries: number;
  documents: number;
  bestEpoch: number;
  verdict: Verdict;
  serviceVersion: string;
}

const SOURCES = {
  dataset: "an uploaded dataset",
  feedback: "what people said about hits of searches",
  titles: "titles of documents and the texts under them",
} as const;

/** The model card, in Markdown. No texts and no names of users are in it. */
export function writeCard(run: TuningRow & CardRun, compared: readonly Compared[], sha256: string): string {
  const change = run.rank === null ? "a whole matrix" : `of rank ${run.rank}`;
  return `# ${run.name.replace(/\s+/g, " ")}

An adapter for the queries of ${run.baseModel} (index ${run.baseIndexId}): y = x + change · x, brought to unit length.
The change is ${change}. Documents keep the vectors of the base.

## On held-out pairs

${run.testQueries} queries over ${run.documents} documents, none of which it has learned from. 95 % intervals by the
bootstrap; the difference is paired.

| metric | base | adapter | difference |
|---|---|---|---|
${compared.map(toRow).join("\n")}

${
  run.verdict === "gain"
    ? "It is better than its base by more than the interval, and may be activated."
    : "**No gain**: it is not better than its base by more than the interval, and cannot be activated."
}

## Training

- Pairs: ${SOURCES[run.source]}; ${run.trainingPairs} to learn from, ${run.validationPairs} to know when to stop, ${run.testPairs} for the table above.
- InfoNCE with negatives from the batch and ${run.hardNegatives} mined for each pair; temperature ${run.temperature}, batches of ${run.batch}, learning rate ${run.learningRate}, seed ${run.seed}.
- Up to ${run.epochs} epochs; this is number ${run.bestEpoch}, with the lowest loss on the pairs for stopping. Epoch 0 is the base as it is.
- Service ${run.serviceVersion}; run ${run.id}; SHA-256 of the checkpoint ${sha256}.

## Limits

It is learned from few texts of one kind, and says nothing about others. Whoever activates it after many tries has chosen
the luckiest: look at the interval of a fresh run.
`;
}

function toRow({ name, base, adapter, difference }: Compared): string {
  const shown = ({ mean, low, high }: Compared["base"]) =>
    `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return `| ${name} | ${shown(base)} | ${shown(adapter)} | ${shown(difference)} |`;
}

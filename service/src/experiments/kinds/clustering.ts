import { type Static, Type } from "typebox";
import { CosmicError } from "../../errors.ts";
import { checker } from "../../http/validation.ts";
import { adjustedRand, vMeasure } from "../../patterns/clustering/agreement.ts";
import { findThemes } from "../../patterns/find-themes.ts";
import { LEAST_DOCUMENTS } from "../../patterns/settings.ts";
import type { FoundThemes } from "../../patterns/themes.ts";
import { datasetFile, FILES } from "../datasets/dataset-files.ts";
import { type LabelledText, readLabelledTexts } from "../datasets/labelled-texts.ts";
import type { Statistic } from "../metrics/bootstrap.ts";
import { embedInPages } from "./embed-in-pages.ts";
import { defineKind, type Figure, type Measuring } from "./kind.ts";
import { readSample, type SampledRow } from "./read-sample.ts";

const ClusteredText = Type.Object({
  id: Type.String(),
  label: Type.String(),
  /** Number of its theme, -1 for an outlier. */
  theme: Type.Integer(),
});
type ClusteredText = Static<typeof ClusteredText>;

/** Each sample is compared anew, which takes as long as there are texts. */
const RESAMPLES = 1_000;

type Agreement = (labels: readonly number[], themes: readonly number[]) => number;

const figures: Figure<ClusteredText>[] = [
  { name: "V-measure", better: "higher", of: agreement((labels, themes) => vMeasure(labels, themes).v) },
  { name: "adjusted Rand", better: "higher", of: agreement(adjustedRand) },
  {
    name: "outliers",
    better: "lower",
    of: agreement((_, themes) => themes.filter((theme) => theme < 0).length / themes.length),
  },
];

/** Do the themes that the service finds fit labels that people gave? Outliers count as one more theme. */
export const clustering = defineKind<ClusteredText>({
  checkItem: checker(ClusteredText),
  figures,
  resamples: RESAMPLES,
  comparable: true,
  async measure(measuring) {
    const { context, experiment, dataset } = measuring;
    if (!dataset) throw new CosmicError("dataset_not_found", "The experiment has no dataset.");
    const began = performance.now();
    const file = datasetFile(context, dataset, FILES.clustering.texts);
    const rows = await readSample(readLabelledTexts(file), experiment);
    const vectors = await embedInPages(
      measuring,
      rows.map(({ value }) => value.text),
    );
    const embedded = performance.now();
    const found = await clusterRows(measuring, rows, vectors);
    const clustered = performance.now();
    const themes = new Map(found.themes.map(({ id }, i) => [id, i]));
    const themeOf = new Map(
      found.members.map(({ documentId, themeId }) => [documentId, themes.get(themeId)]),
    );
    const items = rows.map(({ id, value: { label } }) => ({ id, label, theme: themeOf.get(id) ?? -1 }));
    return { items, seconds: { prepare: (embedded - began) / 1000, measure: (clustered - embedded) / 1000 } };
  },
});

async function clusterRows(
  { experiment, signal }: Measuring,
  rows: readonly SampledRow<LabelledText>[],
  vectors: ReadonlyMap<string, Float32Array>,
): Promise<FoundThemes> {
  const documents = rows.map(({ id, value: { text } }) => ({
    id,
    text,
    vector: vectors.get(text) ?? new Float32Array(),
    date: undefined,
    mood: undefined,
  }));
  const found = await findThemes({ documents, seed: experiment.seed, signal });
  if (found.status === "found") return found;
  const message = `Themes need ${LEAST_DOCUMENTS} texts; the sample has ${rows.length}.`;
  throw new CosmicError("invalid_dataset", message);
}

function agreement(compare: Agreement): (texts: readonly ClusteredText[]) => Statistic {
  return (texts) => {
    const numbers = new Map<string, number>();
    for (const { label } of texts) if (!numbers.has(label)) numbers.set(label, numbers.size);
    const labels = texts.map(({ label }) => numbers.get(label) ?? -1);
    return (drawn) => {
      const rows = texts.flatMap((_, row) => new Array<number>(drawn[row] ?? 0).fill(row));
      return compare(
        rows.map((row) => labels[row] ?? -1),
        rows.map((row) => texts[row]?.theme ?? -1),
      );
    };
  };
}

import type { Row } from "../../bench/report.ts";
import { adjustedRand, vMeasure } from "../../service/src/patterns/clustering/agreement.ts";
import { computeThemes } from "../../service/src/patterns/compute-themes.ts";
import type { FoundThemes } from "../../service/src/patterns/themes.ts";
import type { LabelledSet } from "./labelled-set.ts";
import { toDocuments } from "./to-documents.ts";

/** One run of the service's themes on the whole set for each seed. */
export function measureQuality(set: LabelledSet, seeds: readonly number[]): Row[] {
  return seeds.map((seed) => {
    const found = computeThemes({ documents: toDocuments(set), seed });
    return { seed, ...scoreThemes(set, found) };
  });
}

/** Outliers count as one more cluster on both levels. */
function scoreThemes({ texts, intents, domains }: LabelledSet, found: FoundThemes): Row {
  const { themes, groups } = labelsOf(found, texts.length);
  const onIntents = vMeasure(intents, themes);
  const onDomains = vMeasure(domains, groups);
  return {
    themes: found.themes.length,
    "intents V": show(onIntents.v),
    "intents ARI": show(adjustedRand(intents, themes)),
    groups: found.groups.length,
    "domains V": show(onDomains.v),
    "domains ARI": show(adjustedRand(domains, groups)),
    "outliers %": show(100 * (1 - found.members.length / texts.length), 1),
  };
}

/** For each document the number of its theme, and of that theme's group; -1 for outliers. */
export function labelsOf(found: FoundThemes, count: number): { themes: Int32Array; groups: Int32Array } {
  const numbers = new Map(found.themes.map(({ id }, i) => [id, i]));
  const themes = new Int32Array(count).fill(-1);
  for (const { documentId, themeId } of found.members)
    themes[Number(documentId)] = numbers.get(themeId) ?? -1;
  return { themes, groups: themes.map((label) => found.themes[label]?.group ?? -1) };
}

export const show = (value: number, digits = 3) => Number(value.toFixed(digits));

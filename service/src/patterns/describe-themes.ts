import type { Cluster } from "./cluster-documents.ts";
import { dot } from "./clustering/centroids.ts";
import { groupThemes } from "./clustering/theme-groups.ts";
import { type DocumentTerm, documentTerms } from "./labels/document-terms.ts";
import { labelThemes } from "./labels/label-themes.ts";
import { representativesByWords } from "./labels/representatives.ts";
import type { Place } from "./map/align.ts";
import { moodAssociations } from "./moods/mood-associations.ts";
import type { Theme, ThemeDocument, ThemeGroup } from "./themes.ts";
import { trendOf } from "./trends/trend.ts";

/** Documents, with what was found of each: label (or -1) and place. */
export interface ClusteredDocuments {
  documents: readonly ThemeDocument[];
  labels: Int32Array;
  places: readonly Place[];
}

/**
 * What there is to say of each theme.
 *
 * @param ids of the themes, by label
 */
export function describeThemes(
  { documents, labels, places }: ClusteredDocuments,
  clusters: readonly Cluster[],
  ids: readonly string[],
): { themes: Theme[]; groups: ThemeGroup[] } {
  const rowsOf = rowsByLabel(labels, clusters.length);
  const terms = rowsOf.map((rows) => rows.map((row) => documentTerms(documents[row]?.text ?? "")));
  const named = labelThemes(terms);
  const moods = moodAssociations(
    labels,
    documents.map(({ mood }) => mood),
    clusters.length,
  );
  const allDates = datesOf(documents);
  const group = groupsOf(clusters, rowsOf);
  const themes = clusters.map(({ centroid, reach }, label): Theme => {
    const own = (rowsOf[label] ?? []).flatMap((row) => documents[row] ?? []);
    const near = own
      .map(({ id, text, vector }) => ({ id, text, cosine: dot(vector, centroid) }))
      .sort((a, b) => b.cosine - a.cosine);
    const dates = datesOf(own);
    const { label: name = "", terms: words = [] } = named[label] ?? {};
    return {
      id: ids[label] ?? "",
      centroid,
      reach,
      ...middleOf((rowsOf[label] ?? []).flatMap((row) => places[row] ?? [])),
      label: name,
      terms: words.map(({ text, weight, documents: count }) => ({ text, weight, documents: count })),
      group: group[label] ?? 0,
      size: own.length,
      representatives: representativesByWords(near, words),
      trend: trendOf(dates, allDates),
      moods: moods[label] ?? [],
      firstSeen: dates.reduce((least: number | undefined, date) => Math.min(least ?? date, date), undefined),
      lastSeen: dates.reduce((most: number | undefined, date) => Math.max(most ?? date, date), undefined),
    };
  });
  return { themes, groups: describeGroups(themes, terms, group) };
}

function rowsByLabel(labels: Int32Array, count: number): number[][] {
  const rows = Array.from({ length: count }, (): number[] => []);
  for (const [row, label] of labels.entries()) if (label >= 0) rows[label]?.push(row);
  return rows;
}

function groupsOf(clusters: readonly Cluster[], rowsOf: readonly number[][]): Int32Array {
  const dimension = clusters[0]?.centroid.length ?? 0;
  const values = new Float32Array(clusters.length * dimension);
  for (const [i, { centroid }] of clusters.entries()) values.set(centroid, i * dimension);
  return groupThemes(
    { count: clusters.length, dimension, values },
    rowsOf.map((rows) => rows.length),
  );
}

function describeGroups(
  themes: readonly Theme[],
  terms: readonly DocumentTerm[][][],
  group: Int32Array,
): ThemeGroup[] {
  const count = new Set(group).size;
  const inGroup = (i: number) => [...themes.keys()].filter((label) => group[label] === i);
  const members = Array.from({ length: count }, (_, i) => inGroup(i));
  const named = labelThemes(members.map((labels) => labels.flatMap((label) => terms[label] ?? [])));
  return members.map((labels, i) => ({
    label: named[i]?.label ?? "",
    themes: labels.map((label) => themes[label]?.id ?? ""),
  }));
}

const datesOf = (documents: readonly ThemeDocument[]) => documents.flatMap(({ date }) => date ?? []);

function middleOf(places: readonly Place[]): Place {
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return { x: middle(places.map(({ x }) => x)), y: middle(places.map(({ y }) => y)) };
}

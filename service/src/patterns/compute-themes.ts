import { clusterDocuments, type DocumentClusters } from "./cluster-documents.ts";
import { dot } from "./clustering/centroids.ts";
import { describeThemes } from "./describe-themes.ts";
import { nameThemes } from "./identity/name-themes.ts";
import { drawMap } from "./map/draw-map.ts";
import { type Points, takeRows } from "./points.ts";
import { cosineNeighbours } from "./reduction/cosine-neighbours.ts";
import { sampleRows, spreadClusters, spreadPlaces } from "./sample-documents.ts";
import { epochsFor, FEW, LEAST_DOCUMENTS, MOST_CLUSTERED, NEIGHBOURS } from "./settings.ts";
import type { FoundThemes, PreviousThemes, ThemeDocument, ThemeMember } from "./themes.ts";
import { withoutMean } from "./without-mean.ts";

export interface ThemeInput {
  /** Of one user; at best all of them. */
  documents: readonly ThemeDocument[];
  previous?: PreviousThemes | undefined;
  seed: number;
}

/**
 * Themes of one user's documents, their names, trends and moods, and a map. The same documents in any order, the same
 * run before and the same seed give the same result. Takes seconds to minutes and does not pause: `findThemes` runs it
 * on a thread of its own.
 *
 * @param onProgress is called with the share done, 0 to 1; may throw to end the work
 */
export function computeThemes(
  input: ThemeInput,
  onProgress: (share: number) => void = () => {},
): FoundThemes {
  const documents = [...input.documents].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (documents.length < LEAST_DOCUMENTS) return notEnough(documents.length);
  const { previous, seed } = input;
  const points = pointsOf(documents);
  const ids = documents.map(({ id }) => id);

  const sample = sampleRows(ids, MOST_CLUSTERED, seed);
  const sampled = sample.length === points.count ? points : takeRows(points, sample);
  const apart = sampled.count < FEW ? withoutMean(sampled) : sampled;
  const neighbours = cosineNeighbours(apart, NEIGHBOURS, (share) => onProgress(0.3 * share));
  const sampledIds = sample.map((row) => ids[row] ?? "");
  const inSample = clusterDocuments(sampled, neighbours, sampledIds, seed, (share) =>
    onProgress(0.3 + 0.3 * share),
  );
  const before = new Map(previous?.map.map((place) => [place.documentId, place]));
  const drawn = drawMap(apart, neighbours, {
    epochs: epochsFor(sampled.count),
    seed,
    previous: sampledIds.map((id) => before.get(id)),
    onEpoch: (share) => onProgress(0.65 + 0.25 * share),
  });
  const all = sampled === points;
  const clustered = largestFirst(all ? inSample : spreadClusters(points, sample, inSample));
  const places = all ? drawn : spreadPlaces(points, sample, drawn);
  onProgress(0.95);

  const { clusters, labels } = clustered;
  const named = nameThemes(ids, labels, clusters.length, previous);
  const described = describeThemes({ documents, labels, places }, clusters, named.ids);
  onProgress(1);
  return {
    status: "found",
    documents: documents.length,
    ...described,
    members: membersOf(documents, clustered, named.ids),
    map: places.map(({ x, y }, row) => ({ documentId: ids[row] ?? "", x, y })),
    changes: named.changes,
  };
}

function notEnough(documents: number): FoundThemes {
  const empty = { themes: [], groups: [], members: [], map: [], changes: [] };
  return { status: "not_enough", documents, ...empty };
}

function pointsOf(documents: readonly ThemeDocument[]): Points {
  const dimension = documents[0]?.vector.length ?? 0;
  const values = new Float32Array(documents.length * dimension);
  for (const [row, { vector }] of documents.entries()) values.set(vector, row * dimension);
  return { count: documents.length, dimension, values };
}

/** Labels by size; of equal size the theme with the first document comes first. */
function largestFirst({ clusters, labels, ...rest }: DocumentClusters): DocumentClusters {
  const sizes = new Int32Array(clusters.length);
  for (const label of labels) if (label >= 0) sizes[label] = (sizes[label] ?? 0) + 1;
  const order = [...clusters.keys()].sort(
    (a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || labels.indexOf(a) - labels.indexOf(b),
  );
  const rank = new Int32Array(clusters.length);
  for (const [place, label] of order.entries()) rank[label] = place;
  return {
    ...rest,
    clusters: order.flatMap((label) => clusters[label] ?? []),
    labels: labels.map((label) => (label < 0 ? label : (rank[label] ?? -1))),
  };
}

function membersOf(
  documents: readonly ThemeDocument[],
  { clusters, labels, probabilities }: DocumentClusters,
  ids: readonly string[],
): ThemeMember[] {
  return documents.flatMap(({ id, vector }, row) => {
    const label = labels[row] ?? -1;
    const cluster = clusters[label];
    if (!cluster) return [];
    const cosine = dot(vector, cluster.centroid);
    return { documentId: id, themeId: ids[label] ?? "", cosine, probability: probabilities[row] };
  });
}

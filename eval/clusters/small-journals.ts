import type { Row } from "../../bench/report.ts";
import { sampleEntries } from "../../sample/sample-entries.ts";
import { THEMES } from "../../sample/vocabulary.ts";
import { meanVector } from "../../service/src/embeddings/mean-vector.ts";
import { passageTexts } from "../../service/src/embeddings/passage-texts.ts";
import { meanOf } from "../../service/src/experiments/metrics/bootstrap.ts";
import { adjustedRand, vMeasure } from "../../service/src/patterns/clustering/agreement.ts";
import { computeThemes } from "../../service/src/patterns/compute-themes.ts";
import { mulberry32 } from "../../service/src/patterns/seeded-random.ts";
import type { ThemeDocument } from "../../service/src/patterns/themes.ts";
import { shuffled } from "../../service/src/tuning/training/shuffled.ts";
import type { LabelledSet } from "./labelled-set.ts";
import { labelsOf, show } from "./quality.ts";
import { toDocuments } from "./to-documents.ts";
import { withEmbedder } from "./with-embedder.ts";

/** Documents of one user, and the class of each; undefined where nobody said one. */
interface SmallJournal {
  name: string;
  documents: ThemeDocument[];
  classes: (number | undefined)[];
}

const SEEDS = [1, 2, 3, 4, 5];
const DRAWS = 12;
/** The whole sample journal is written by the last day of a year. */
const LAST_DAY = new Date("2026-12-31T12:00:00Z");
/** Parts of it, as a journal that has just begun. */
const PARTS = [undefined, 60, 35];
/** One in so many documents of a draw is of an intent of its own. */
const STRAY = 0.1;

/** The sample journal, whole and its beginning, by its tags; and draws of the set as large as small journals. */
export async function measureSmallJournals(set: LabelledSet, signal: AbortSignal): Promise<Row[]> {
  const sample = await embedSample(signal);
  const parts = PARTS.map((size) => ({
    name: size === undefined ? "sample journal" : `its first ${size}`,
    documents: sample.documents.slice(0, size),
    classes: sample.classes.slice(0, size),
  }));
  const draws = Array.from({ length: DRAWS }, (_, i) => score(drawFrom(set, i + 1)));
  return [
    ...parts.map((part) => ({ journal: part.name, ...rounded(score(part)) })),
    { journal: `${DRAWS} draws, 20 to 145`, ...rounded(meanScore(draws)) },
  ];
}

interface Score {
  documents: number;
  themes: number;
  v: number;
  rand: number;
  outliers: number;
  largest: number;
}

/** Means over the seeds; only documents with a class count for V and ARI. */
function score({ documents, classes }: SmallJournal): Score {
  const known = classes.flatMap((it, row) => (it === undefined ? [] : [row]));
  const wanted = known.map((row) => classes[row] ?? -1);
  return meanScore(
    SEEDS.map((seed) => {
      const numbered = documents.map((document, row) => ({ ...document, id: String(row).padStart(6, "0") }));
      const found = computeThemes({ documents: numbered, seed });
      const labels = labelsOf(found, documents.length).themes;
      const ofKnown = known.map((row) => labels[row] ?? -1);
      return {
        documents: documents.length,
        themes: found.themes.length,
        v: vMeasure(wanted, ofKnown).v,
        rand: adjustedRand(wanted, ofKnown),
        outliers: 1 - found.members.length / documents.length,
        largest: Math.max(0, ...found.themes.map(({ size }) => size)) / documents.length,
      };
    }),
  );
}

function meanScore(scores: readonly Score[]): Score {
  const mean = (of: (one: Score) => number) => meanOf(scores.map(of));
  return {
    documents: mean((one) => one.documents),
    themes: mean((one) => one.themes),
    v: mean((one) => one.v),
    rand: mean((one) => one.rand),
    outliers: mean((one) => one.outliers),
    largest: mean((one) => one.largest),
  };
}

const rounded = ({ documents, themes, v, rand, outliers, largest }: Score): Row => ({
  documents: show(documents, 0),
  themes: show(themes, 1),
  V: show(v),
  ARI: show(rand),
  "outliers %": show(100 * outliers, 1),
  "largest theme %": show(100 * largest, 1),
});

/** Entries with exactly one of the tags of themes have a class. */
async function embedSample(signal: AbortSignal): Promise<SmallJournal> {
  const entries = sampleEntries(LAST_DAY);
  const names: readonly string[] = THEMES;
  const documents = await withEmbedder(async (embedder, { passages }) => {
    const embedded: ThemeDocument[] = [];
    for (const entry of entries) {
      const texts = (await passageTexts(entry, passages, embedder)).map(({ text }) => text);
      const vectors = await embedder.embed(texts, { purpose: "document", signal });
      const { id, text, entryDate } = entry;
      embedded.push({ id, text, vector: meanVector(vectors), date: entryDate.getTime(), mood: undefined });
    }
    return embedded;
  });
  const classes = entries.map(({ tags }) => {
    const own = tags.filter((tag) => names.includes(tag));
    return own.length === 1 ? names.indexOf(own[0] ?? "") : undefined;
  });
  return { name: "sample journal", documents, classes };
}

/** Some intents, more of some than of others, and a few documents of intents of their own. */
function drawFrom(set: LabelledSet, seed: number): SmallJournal {
  const random = mulberry32(seed * 101);
  const size = 20 + Math.floor(random() * 126);
  const intents = shuffled([...new Set(set.intents)], random);
  const rowsOf = new Map(
    intents.map((intent) => [
      intent,
      shuffled(
        [...set.intents.keys()].filter((row) => set.intents[row] === intent),
        random,
      ),
    ]),
  );
  const main = intents.splice(0, Math.max(2, Math.round(size / (6 + random() * 8))));
  const rows: number[] = [];
  while (rows.length < size) {
    const intent = random() < STRAY ? intents.pop() : main[Math.floor(random() ** 1.5 * main.length)];
    const row = rowsOf.get(intent ?? -1)?.pop();
    if (row !== undefined) rows.push(row);
  }
  const all = toDocuments(set);
  return {
    name: `draw ${seed}`,
    documents: rows.flatMap((row) => all[row] ?? []),
    classes: rows.map((row) => set.intents[row]),
  };
}

import { mulberry32 } from "./seeded-random.ts";
import type { ThemeDocument } from "./themes.ts";

/** Documents for tests: topics are directions at right angles, documents lie round them. */
export interface MadeUp {
  topics: number;
  perTopic: number;
  /** Documents about nothing in particular. */
  stray?: number;
  seed?: number;
}

const DIMENSION = 32;
const SPREAD = 0.6;
const DAY = 86_400_000;

/** Every document says `topicN` and `wordN`, and which it is; one a day, the topics in turns. */
export function makeUpDocuments({ topics, perTopic, stray = 0, seed = 1 }: MadeUp): ThemeDocument[] {
  const random = mulberry32(seed);
  const about = Array.from({ length: topics * perTopic }, (_, i): number | undefined => i % topics);
  return [...about, ...new Array<undefined>(stray).fill(undefined)].map((topic, i) => ({
    id: `document ${String(i).padStart(5, "0")}`,
    vector: unit(
      Float32Array.from(
        { length: DIMENSION },
        (_, axis) => (axis === topic ? 1 : 0) + scatter(random, topic),
      ),
    ),
    text: topic === undefined ? `Stray ${i}.` : `A topic${topic} day. Some word${topic} too.`,
    date: i * DAY,
    mood: undefined,
  }));
}

const scatter = (random: () => number, topic: number | undefined) =>
  ((2 * random() - 1) * (topic === undefined ? 1 : SPREAD)) / Math.sqrt(DIMENSION / 3);

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

/** The topic that a document was made up about. */
export const topicOf = ({ text }: Pick<ThemeDocument, "text">): number =>
  Number(/topic(\d+)/.exec(text)?.[1] ?? -1);

import type { DocumentCreate } from "@cosmic/contract";

/** Sentences of a few topics; entries are made up from two of them, so that no two are the same. */
const TOPICS = {
  running: [
    "Ran ten kilometres along the canal before breakfast and my knee held up.",
    "Intervals on the track tonight, six times eight hundred metres, legs like lead.",
    "Long slow run in the rain, new running shoes already muddy.",
    "The marathon training plan says rest, so I stretched my calves instead of running.",
    "My pace on the hill was faster than last week; the race is in a month.",
    "Signed up for the half marathon with the running club.",
    "A blister after the long run, and a good tired feeling in my legs.",
    "Easy jog with the running group, we talked about race pace the whole way.",
  ],
  baking: [
    "Fed the sourdough starter and left the dough to rise overnight.",
    "The loaf came out of the oven with a crackling crust.",
    "Too much water in the dough, the bread spread flat on the baking stone.",
    "Baked cinnamon rolls for the neighbours, the whole flat smelled of butter.",
    "Kneaded the dough by hand until it was smooth, then shaped two loaves.",
    "Tried rye flour in the sourdough; a dense crumb but a good taste.",
    "The yeast was old and the dough did not rise at all.",
    "A new baking tin, and a banana bread that was gone by noon.",
  ],
};
export type Topic = keyof typeof TOPICS;

const DAY_MS = 86_400_000;

/** At most 56 entries about one thing, one every fourth day up to `last`, the newest last. */
export function topicEntries(
  user_id: string,
  topic: Topic,
  count: number,
  { mood, last = "2026-06-30" }: { mood?: string; last?: string } = {},
): DocumentCreate[] {
  const sentences = TOPICS[topic];
  const pairs = sentences.flatMap((first) =>
    sentences.flatMap((second) => (first === second ? [] : `${first} ${second}`)),
  );
  // Far apart in the list, so that the first few have no sentence in common.
  const texts = pairs.map((_, i) => pairs[(i * 13) % pairs.length] ?? "");
  return texts.slice(0, count).map((text, i) => ({
    user_id,
    text,
    metadata: mood === undefined ? {} : { mood },
    entry_date: new Date(Date.parse(last) - (count - 1 - i) * 4 * DAY_MS).toISOString(),
  }));
}

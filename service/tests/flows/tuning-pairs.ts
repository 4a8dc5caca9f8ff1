const NOUNS = ["harbour", "piano", "orchard", "hospital", "mountain", "kitchen", "theatre", "library"];
const TOUCHES = [
  "quiet",
  "crowded",
  "old",
  "cold",
  "bright",
  "lonely",
  "famous",
  "broken",
  "foreign",
  "wooden",
  "empty",
  "huge",
  "tiny",
  "beloved",
  "haunted",
  "noisy",
  "dusty",
  "modern",
  "green",
  "distant",
];

/** Who asks for one thing means the next one: no base knows that, and a linear change can learn it. */
export function otherwisePairs(): { query: string; document: string }[] {
  return NOUNS.flatMap((noun, i) =>
    TOUCHES.map((touch) => ({
      query: `the ${touch} ${noun}`,
      document: `In the evening I thought of a ${touch} ${NOUNS[(i + 1) % NOUNS.length]} again.`,
    })),
  );
}

/** Numbers that have nothing to do with each other. */
export function unrelatedPairs(): { anchor: string; positive: string }[] {
  return Array.from({ length: 90 }, (_, i) => ({
    anchor: `number ${(i * 7919) % 1009}`,
    positive: `page ${(i * 104_729) % 997} of the book`,
  }));
}

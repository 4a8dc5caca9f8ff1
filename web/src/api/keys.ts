/** First parts of the keys of what is cached. */
export const KEYS = {
  session: "session",
  journal: "journal",
  vocabulary: "vocabulary",
  sample: "sample",
  search: "search",
  insights: "insights",
  patterns: "patterns",
  map: "map",
} as const;

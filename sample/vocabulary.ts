/** All moods of the sample journal. */
export const MOODS = [
  "calm",
  "happy",
  "grateful",
  "tired",
  "anxious",
  "sad",
  "angry",
  "hopeful",
  "excited",
  "content",
] as const;
export type Mood = (typeof MOODS)[number];

/** Tags of what the writer comes back to. Clusters of the entries can be judged by them. */
export const THEMES = ["cello", "papa", "running", "work", "allotment", "miriam", "sleep", "river"] as const;

/** Tags of the entries that are not in English. */
export const LANGUAGES = ["deutsch", "français", "español"] as const;

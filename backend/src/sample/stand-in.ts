import type { SampleEntries } from "./sample-entries.ts";

const DAY_MS = 86_400_000;

/** Two entries, until the sample journal is in the repository. */
export const sampleEntries: SampleEntries = (today) => [
  {
    id: "first-morning",
    title: "First morning by the river",
    text: "Walked down before breakfast. The mist was still on the water and nobody else was there.",
    mood: "calm",
    tags: ["river", "morning"],
    entryDate: new Date(today.getTime() - 365 * DAY_MS),
  },
  {
    id: "rain-and-soup",
    title: "Rain and soup",
    text: "It rained all day, so I made the soup that takes four hours. It was worth each of them.",
    mood: "content",
    tags: ["cooking"],
    entryDate: new Date(today.getTime() - DAY_MS),
  },
];

import type { Dataset, DatasetKind } from "@cosmic/contract";
import { Dataset as DatasetSchema } from "@cosmic/contract";
import { bodyOf } from "./test-service.ts";

/** Lines of a diary, by what they are about. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  sleep: [
    "I lay awake until four and heard the church clock strike every hour.",
    "The new pillow is too hard, and my neck is stiff from a short night.",
    "Slept nine hours for the first time since spring and woke without an alarm.",
    "A nightmare about the flooded cellar woke me at two.",
    "I took a nap on the sofa and dreamt of my old bed.",
    "Too tired to read; I fell asleep with the lamp on.",
    "Insomnia again, so I got up and counted the street lights.",
    "Went to bed at nine with a cup of warm milk.",
  ],
  garden: [
    "The tomatoes are red at last, and I picked a bowl of them.",
    "I dug over the vegetable bed and planted two rows of leeks.",
    "Slugs have eaten the lettuce down to the roots.",
    "The roses by the fence are in flower, and full of bees.",
    "Pruned the apple tree before the frost comes.",
    "I sowed carrots and watered the seedlings in the greenhouse.",
    "The compost heap steams in the cold morning.",
    "Weeded the path and tied the beans to their poles.",
  ],
  work: [
    "My manager moved the deadline to Friday without asking anybody.",
    "Three meetings in a row, and the report is still not written.",
    "I was offered the promotion and a raise of five per cent.",
    "The new colleague deleted the whole spreadsheet by mistake.",
    "Stayed in the office until eight to finish the presentation.",
    "A customer shouted at me on the telephone about his invoice.",
    "I wrote my letter of resignation and did not send it.",
    "The team celebrated the end of the project with cake.",
  ],
};

const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const corpus = Object.entries(LINES).flatMap(([topic, texts]) =>
  texts.map((text, i) => ({ _id: `${topic}-${i}`, title: "", text, topic })),
);

const questions: readonly [text: string, answer: string][] = [
  ["a bad dream in the night", "sleep-3"],
  ["could not sleep and got out of bed", "sleep-6"],
  ["harvest of the tomatoes", "garden-0"],
  ["snails destroyed the salad", "garden-2"],
  ["cutting back the fruit tree", "garden-4"],
  ["more pay and a better position", "work-2"],
  ["an angry client on the phone", "work-5"],
  ["thinking about quitting my job", "work-6"],
];

/** Small sets that the shipped model does well on, as the files of an upload. */
export const SMALL_SETS: Readonly<Record<DatasetKind, Readonly<Record<string, string>>>> = {
  retrieval: {
    corpus: jsonl(corpus.map(({ _id, title, text }) => ({ _id, title, text }))),
    queries: jsonl(questions.map(([text], i) => ({ _id: `q${i}`, text }))),
    qrels: `query-id\tcorpus-id\tscore\n${questions.map(([, answer], i) => `q${i}\t${answer}\t1\n`).join("")}`,
  },
  similarity: {
    pairs: jsonl([
      { text_a: "I slept badly.", text_b: "My sleep was poor.", score: 4.8 },
      { text_a: "The roses are in flower.", text_b: "Roses bloom by the fence.", score: 4.2 },
      { text_a: "I was offered a raise.", text_b: "They will pay me more.", score: 4.5 },
      { text_a: "The meeting went on for hours.", text_b: "A long discussion at work.", score: 3.6 },
      { text_a: "I planted leeks.", text_b: "The garden needs water.", score: 2.4 },
      { text_a: "Too tired to read.", text_b: "I read two books this week.", score: 1.8 },
      { text_a: "The bees came early.", text_b: "The report is late.", score: 0.4 },
      { text_a: "I woke at four.", text_b: "Invoices cost money.", score: 0.1 },
    ]),
  },
  pairs: { pairs: jsonl([{ query: "where is the key", document: "Under the mat by the door." }]) },
  clustering: { texts: jsonl(corpus.map(({ text, topic }) => ({ text, label: topic }))) },
};

/** Files as curl sends them with `-F`. */
export async function sendFiles(
  address: string,
  query: Record<string, string>,
  files: Readonly<Record<string, string | Blob>>,
): Promise<Response> {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) {
    form.append(name, typeof content === "string" ? new Blob([content]) : content, `${name}.jsonl`);
  }
  const path = `/api/v1/experiments/datasets/?${new URLSearchParams(query)}`;
  return fetch(address + path, { method: "POST", body: form });
}

/** The small set of a kind, as a dataset of the service. */
export async function addSmallSet(address: string, kind: DatasetKind, name: string = kind): Promise<Dataset> {
  return bodyOf(DatasetSchema, await sendFiles(address, { name, kind }, SMALL_SETS[kind]));
}

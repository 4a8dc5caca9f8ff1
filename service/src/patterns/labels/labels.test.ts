import { describe, expect, it } from "vitest";
import { documentTerms } from "./document-terms.ts";
import { labelThemes } from "./label-themes.ts";
import { representativesByMeaning, representativesByWords } from "./representatives.ts";
import { sentencesOf } from "./sentences.ts";

const keys = (text: string) => documentTerms(text).map(({ key }) => key);
const classOf = (...texts: string[]) => texts.map(documentTerms);

describe("terms of a document", () => {
  it.each([
    ["The night shifts were long.", ["night", "night shift", "shift", "long"]],
    ["Night. Shift", ["night", "shift"]],
    ["Paid 300 on 2024-03-01 by card", ["paid", "card"]],
    ["tea tea tea", ["tea"]],
    ["", []],
    ["Der Krieg ist für den Vater noch nicht vorbei", ["krieg", "vater", "vorbei"]],
    ["They die in the war", ["die", "war"]],
  ])("%s", (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  it("keep the form in which they stand", () => {
    expect(documentTerms("Night shifts")).toEqual([
      { key: "night", surface: "Night" },
      { key: "night shift", surface: "Night shifts" },
      { key: "shift", surface: "shifts" },
    ]);
  });
});

describe("labels", () => {
  const sleep = classOf(
    "Night shift again, so tired.",
    "Tired after the night shift",
    "The night shifts make me tired",
    "No sleep: night shift",
    "slept badly",
  );
  const garden = classOf(
    "Planted roses today",
    "The roses bloom in the garden",
    "Garden work today",
    "roses again",
  );

  it("are of words that set themes apart, whole phrases, in the form that is mostly written", () => {
    const [one, other] = labelThemes([sleep, garden]);
    expect(one?.label).toMatch(/^night shift, tired/i);
    expect(other?.label).toMatch(/^roses, garden/i);
  });

  it("do not repeat a word of a phrase", () => {
    const [one] = labelThemes([sleep, garden]);
    const words = (one?.terms ?? []).flatMap(({ key }) => key.split(" "));
    expect(new Set(words).size).toBe(words.length);
  });

  it("differ even where themes say the same", () => {
    const labels = labelThemes([sleep, sleep, sleep]).map(({ label }) => label);
    expect(new Set(labels).size).toBe(3);
  });

  it("are there for themes without words", () => {
    expect(labelThemes([classOf("...", "!!!"), garden])[0]?.label).toBe("Theme 1");
  });
});

it("finds sentences without the white space around them", () => {
  const text = "  We swam.  Cold!\n\n... Then home by train.";
  expect(sentencesOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    "We swam.",
    "Cold!",
    "Then home by train.",
  ]);
});

describe("representatives", () => {
  const documents = [
    { id: "a", text: "It rained. The roses bloom. We ate.", cosine: 0.9 },
    { id: "b", text: "...", cosine: 0.8 },
    { id: "c", text: "Roses and roses.", cosine: 0.7 },
  ];

  it("by words are the sentences with most of the theme's words", () => {
    const found = representativesByWords(documents, [{ key: "rose", weight: 1 }]);
    expect(found).toEqual([
      { documentId: "a", start: 11, end: 27, cosine: 0.9 },
      { documentId: "c", start: 0, end: 16, cosine: 0.7 },
    ]);
  });

  it("by meaning are the sentences whose vectors are nearest", async () => {
    const embed = async (texts: string[]) =>
      texts.map((text) =>
        Float32Array.from(text.startsWith("We") ? [1, 0] : text.startsWith("Roses") ? [0.6, 0.8] : [0, 1]),
      );
    const representatives = representativesByWords(documents, []);
    const found = await representativesByMeaning(
      { centroid: Float32Array.from([1, 0]), representatives },
      (id) => documents.find((document) => document.id === id)?.text,
      embed,
    );
    expect(found.map(({ documentId, start, end }) => [documentId, start, end])).toEqual([
      ["a", 28, 35],
      ["c", 0, 16],
    ]);
    expect(found.map(({ cosine }) => Math.round(cosine * 10) / 10)).toEqual([1, 0.6]);
  });
});

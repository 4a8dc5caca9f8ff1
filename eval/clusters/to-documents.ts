import { rowOf } from "../../service/src/patterns/points.ts";
import type { ThemeDocument } from "../../service/src/patterns/themes.ts";
import type { LabelledSet } from "./labelled-set.ts";

/** The rows of the set as documents; the id is the row, with zeros in front so that they sort as numbers do. */
export function toDocuments({ texts, points }: Pick<LabelledSet, "texts" | "points">): ThemeDocument[] {
  return texts.map((text, row) => ({
    id: String(row).padStart(6, "0"),
    vector: Float32Array.from(rowOf(points, row)),
    text,
    date: undefined,
    mood: undefined,
  }));
}

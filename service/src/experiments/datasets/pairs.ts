import { type Static, Type } from "typebox";
import { checker } from "../../http/validation.ts";
import { type Checked, readJsonLines, type TextFile } from "./checked-lines.ts";

const Text = Type.String({ minLength: 1, pattern: "\\S" });
const Pair = Type.Object({ text_a: Text, text_b: Text, score: Type.Number() });
export type Pair = Static<typeof Pair>;

/**
 * Pairs of texts with how alike people found them, on any scale.
 *
 * @throws CosmicError `invalid_dataset` that names file and line
 */
export const readPairs = (file: TextFile): AsyncGenerator<Checked<Pair>> =>
  readJsonLines(file, checker(Pair));

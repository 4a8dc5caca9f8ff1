import { type Static, Type } from "typebox";
import { checker } from "../../http/validation.ts";
import { type Checked, readJsonLines, type TextFile } from "./checked-lines.ts";

const LabelledText = Type.Object({
  text: Type.String({ minLength: 1, pattern: "\\S" }),
  label: Type.String({ minLength: 1 }),
});
export type LabelledText = Static<typeof LabelledText>;

/**
 * Texts of which is known what belongs together.
 *
 * @throws CosmicError `invalid_dataset` that names file and line
 */
export const readLabelledTexts = (file: TextFile): AsyncGenerator<Checked<LabelledText>> =>
  readJsonLines(file, checker(LabelledText));

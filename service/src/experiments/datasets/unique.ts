import { type Checked, invalidDataset } from "./checked-lines.ts";

/** @throws CosmicError `invalid_dataset` that names the line where an id comes a second time */
export async function* unique<T extends { id: string }>(
  rows: AsyncIterable<Checked<T>>,
): AsyncGenerator<T, void> {
  const seen = new Set<string>();
  for await (const { value, at } of rows) {
    if (seen.has(value.id)) throw invalidDataset(at, `the id "${value.id}" stands further up already.`);
    seen.add(value.id);
    yield value;
  }
}

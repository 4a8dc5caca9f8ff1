/** Texts that go into one request: bounded by their number and by their tokens. A single text may have more tokens. */
export function* batches(
  texts: readonly string[],
  limits: { items: number; tokens: number },
  countTokens: (text: string) => number,
): Generator<string[]> {
  let batch: string[] = [];
  let tokens = 0;
  for (const text of texts) {
    const own = countTokens(text);
    if (batch.length > 0 && (batch.length >= limits.items || tokens + own > limits.tokens)) {
      yield batch;
      batch = [];
      tokens = 0;
    }
    batch.push(text);
    tokens += own;
  }
  if (batch.length > 0) yield batch;
}

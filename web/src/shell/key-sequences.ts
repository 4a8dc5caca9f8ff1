/** Keys of one sequence follow each other within this time. */
const PATIENCE_MS = 1_000;

/**
 * Reads keys one by one and says which of the known sequences they complete: `"n"`, or `"g j"` for two after another.
 *
 * @param known whether there is an action for a sequence
 */
export function createKeySequences(known: (sequence: string) => boolean) {
  let before: { key: string; at: number } | undefined;

  return (key: string, now: number): string | undefined => {
    const pair = before && now - before.at <= PATIENCE_MS ? `${before.key} ${key}` : undefined;
    before = undefined;
    if (pair !== undefined && known(pair)) return pair;
    if (known(key)) return key;
    before = { key, at: now };
    return undefined;
  };
}

import { CosmicError } from "../errors.ts";

/** Seconds after which whoever was refused may ask again: what was let in is answered by then. */
const RETRY_AFTER = 2;

/**
 * Lets so many searches be in work at once and refuses the others: an answer that comes after many seconds helps nobody,
 * and all who wait make each other wait longer.
 *
 * @throws CosmicError `overloaded`
 */
export function admission(most: number) {
  let inWork = 0;

  return async function admit<T>(search: () => Promise<T>): Promise<T> {
    if (inWork >= most) {
      throw new CosmicError("overloaded", `${most} searches are in work already. Try again soon.`, {
        retryAfter: RETRY_AFTER,
      });
    }
    inWork++;
    try {
      return await search();
    } finally {
      inWork--;
    }
  };
}

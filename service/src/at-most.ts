/** Lets so many calls run at once; the others wait for their turn, first come first. */
export function atMost(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function run<T>(call: () => Promise<T>): Promise<T> {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await call();
    } finally {
      // The place goes straight to the next, so that nobody slips in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

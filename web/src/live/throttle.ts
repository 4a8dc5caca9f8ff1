/** Runs the action at the end of a period in which it was asked for at least once. */
export function atMostEvery(periodMs: number, action: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ask(): void {
      timer ??= setTimeout(() => {
        timer = undefined;
        action();
      }, periodMs);
    },
    cancel(): void {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

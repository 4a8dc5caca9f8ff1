const EVERY_MS = 2_000;
/** A service that is slow is asked less often: for a sixth of the time at most, but every half minute at least. */
const SLOWER = 5;
const SELDOM_MS = 30_000;

/**
 * Calls `refresh` every two seconds while the page is seen and not paused, never twice at once.
 *
 * @param {(signal: AbortSignal) => Promise<void>} refresh handles its own faults
 * @returns {{ now(): Promise<void>, pause(paused: boolean): void }} `now` gives up a refresh that is under way
 */
export function keepLive(refresh) {
  let timer;
  let running = new AbortController();
  let paused = false;

  async function now() {
    clearTimeout(timer);
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const started = performance.now();
    await refresh(signal);
    if (signal.aborted || paused || document.hidden) return;
    const slower = SLOWER * (performance.now() - started);
    timer = setTimeout(now, Math.min(SELDOM_MS, Math.max(EVERY_MS, slower)));
  }

  function stop() {
    clearTimeout(timer);
    running.abort();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stop();
    else if (!paused) now();
  });

  return {
    now,
    pause(it) {
      paused = it;
      if (paused) stop();
      else now();
    },
  };
}

const EVERY_MS = 2_000;

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
    await refresh(signal);
    if (!signal.aborted && !paused && !document.hidden) timer = setTimeout(now, EVERY_MS);
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

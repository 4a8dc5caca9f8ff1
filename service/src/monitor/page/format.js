const STEPS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
];

/** Such as `40 ms`, `2.4 s`, `12 s`, `3 min 5 s`, `2 h`: two units at most. */
export function duration(seconds) {
  if (!(seconds > 0)) return "0 s";
  if (seconds < 0.9995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  const at = STEPS.findIndex(([, length]) => whole >= length);
  if (at === -1) return `${whole} s`;
  const [unit, length] = STEPS[at];
  const [smaller, shorter] = STEPS[at + 1] ?? ["s", 1];
  const rest = Math.floor((whole % length) / shorter);
  return `${Math.floor(whole / length)} ${unit}${rest > 0 ? ` ${rest} ${smaller}` : ""}`;
}

export const number = (value) => value.toLocaleString("en");

/** In the reader's own time zone; the day only if it is not today. */
export function moment(iso, now = new Date()) {
  const at = new Date(iso);
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  if (at.toDateString() === now.toDateString()) return at.toLocaleTimeString("en-GB", time);
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return at.toLocaleString("en-GB", { day: "numeric", month: "short", ...year, ...time });
}

export const utc = (iso) => `${iso.replace("T", " ").replace(/(\.\d+)?Z$/, "")} UTC`;

/** How long a task has run or ran, in seconds; undefined for one that waits or never ran. */
export function runTime({ state, started_at, ended_at }, now) {
  if (started_at === null || state === "waiting") return undefined;
  const end = ended_at === null ? now : Date.parse(ended_at);
  return Math.max(0, (end - Date.parse(started_at)) / 1000);
}

/** Part that is done, 0 to 1; undefined if the task does not say. */
export function share(progress) {
  return progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : undefined;
}

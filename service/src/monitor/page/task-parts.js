import { element, setAttribute, setText } from "./dom.js";
import { moment, number, share, utc } from "./format.js";

const SIGNS = { waiting: "○", active: "▶", completed: "✓", failed: "✕", cancelled: "–" };

/** A state by word and sign, not by colour alone. */
export function badge() {
  const sign = element("span", { "aria-hidden": "true" });
  const word = element("span");
  const root = element("span", { class: "badge" }, sign, word);
  return {
    root,
    update(state) {
      root.dataset.state = state;
      setText(sign, SIGNS[state]);
      setText(word, state);
    },
  };
}

/** A moment in the reader's time zone, with UTC in its tooltip. */
export function clock() {
  const root = element("time");
  return {
    root,
    update(iso) {
      setText(root, iso === null ? "–" : moment(iso));
      setAttribute(root, "datetime", iso ?? undefined);
      setAttribute(root, "title", iso === null ? undefined : utc(iso));
    },
  };
}

/** How far a running task is; what became of one that ended. */
export function outcome() {
  const bar = element("progress", { max: "1", "aria-label": "Progress" });
  const text = element("span", { class: "text" });
  const root = element("div", { class: "outcome" }, bar, text);
  return {
    root,
    update(task) {
      const part = task.state === "active" ? share(task.progress) : undefined;
      bar.hidden = part === undefined;
      if (part !== undefined) bar.value = part;
      root.dataset.state = task.state;
      const words = outcomeText(task);
      setText(text, words);
      setAttribute(text, "title", words.length > 60 ? words : undefined);
    },
  };
}

function outcomeText({ state, progress, error, result }) {
  if (state === "active") {
    if (!progress) return "Running";
    const { done, total, message } = progress;
    return [`${number(done)} of ${number(total)}`, ...(message ? [message] : [])].join(" · ");
  }
  if (state === "waiting") return error ? `Is tried again after: ${error}` : "";
  if (state === "failed") return error ?? "No reason was kept.";
  return error ?? (isEmpty(result) ? "" : inOneLine(result));
}

const isEmpty = (result) => result === undefined || result === null || JSON.stringify(result) === "{}";

/** `{"read": 3, "rejected": [..]}` as `read 3, rejected […]`: the numbers are what one looks for. */
function inOneLine(result) {
  if (typeof result !== "object") return String(result);
  return Object.entries(result)
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${short(value)}`)
    .join(", ");
}

function short(value) {
  if (Array.isArray(value)) return `[${value.length}]`;
  return typeof value === "object" && value !== null ? "{…}" : String(value);
}

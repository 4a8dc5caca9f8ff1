import { actionButton } from "./actions.js";
import { byId, element, keyedList, setText } from "./dom.js";
import { duration, number, runTime } from "./format.js";
import { badge, clock, outcome } from "./task-parts.js";
import { changeView } from "./view.js";

export const PAGE_SIZE = 25;

const ROLES = { "thead, tbody": "rowgroup", tr: "row", th: "columnheader" };

const table = byId("table");
let now = Date.now();
let refresh = () => {};
const show = keyedList(byId("rows"), {
  keyOf: ({ id }) => id,
  make: makeRow,
  fallback: byId("tasks-heading"),
});

/** @param {() => void} again what to call when the reader changed a task */
export function startTasks(again) {
  refresh = again;
  // On a narrow screen the styles make cards of the rows, and some browsers then forget that it is a table.
  for (const [selector, role] of Object.entries(ROLES)) {
    for (const part of table.querySelectorAll(selector)) part.setAttribute("role", role);
  }
  table.setAttribute("role", "table");
  byId("empty")
    .querySelector("button")
    .addEventListener("click", () => {
      changeView({ state: "", name: "" });
      byId("tasks-heading").focus();
    });
}

/** @param {{ tasks: object[], count: number }} page and the service's clock in milliseconds */
export function showTasks({ tasks, count }, { view, page, serviceNow }) {
  now = serviceNow;
  show(tasks);
  const first = page * PAGE_SIZE + 1;
  const last = page * PAGE_SIZE + tasks.length;
  setText(byId("range"), tasks.length > 0 ? `${number(first)}–${number(last)} of ${number(count)}` : "");
  const empty = byId("empty");
  empty.hidden = tasks.length > 0;
  const filtered = view.state !== "" || view.name !== "";
  empty.querySelector("button").hidden = !filtered;
  setText(empty.querySelector("p"), emptyText(view, page));
}

function emptyText({ state, name }, page) {
  if (page > 0) return "There are no older tasks any more.";
  if (state === "" && name === "") {
    return "There are no tasks yet. They come when documents are written or the journal is read.";
  }
  return `There are no ${state === "" ? "" : `${state} `}tasks${name === "" ? "" : ` of the kind ${name}`}.`;
}

function makeRow({ id, name }) {
  const open = element("button", { type: "button", class: "link", "aria-haspopup": "dialog" }, name);
  const key = element("span", { class: "id", title: id }, `…${id.slice(-12)}`);
  const parts = { badge: badge(), outcome: outcome(), added: clock() };
  const tries = cell("Tries", "tries number");
  const took = cell("Duration", "took number");
  const button = element("button", { class: "quiet" });
  const showAction = actionButton(button, open, () => refresh());
  const root = element(
    "tr",
    { role: "row" },
    cell("Task", "task", open, key),
    cell("State", "state", parts.badge.root),
    cell("Outcome", "what", parts.outcome.root),
    tries,
    cell("Added", "added", parts.added.root),
    took,
    cell("Action", "action", button),
  );
  open.addEventListener("click", () => changeView({ task: id }));
  // The whole row for those who point; the button above for those who do not.
  root.addEventListener("click", ({ target }) => {
    if (!target.closest("button") && getSelection().isCollapsed) open.click();
  });
  return {
    root,
    update(task) {
      parts.badge.update(task.state);
      parts.outcome.update(task);
      parts.added.update(task.created_at);
      setText(tries, `${task.attempt}/${task.attempts}`);
      const seconds = runTime(task, now);
      setText(took, seconds === undefined ? "" : duration(seconds));
      showAction(task);
    },
  };
}

function cell(label, kind, ...children) {
  return element("td", { role: "cell", class: kind, "data-label": label }, ...children);
}

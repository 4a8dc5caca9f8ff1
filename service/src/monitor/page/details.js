import { actionButton } from "./actions.js";
import { byId, element, onClose, setText } from "./dom.js";
import { duration, runTime, utc } from "./format.js";
import { Refusal, readTask } from "./service.js";
import { badge, clock, outcome } from "./task-parts.js";
import { changeView, readView } from "./view.js";

const dialog = byId("details");
const heading = byId("details-name");
const action = byId("details-action");
let shown;

/** @param {() => void} refresh what to call when the reader changed the task */
export function startDetails(refresh) {
  const showAction = actionButton(action, heading, refresh);
  shown = makeDetails(showAction);
  byId("details-content").append(shown.root);
  byId("details-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    // Beside the sheet: the backdrop belongs to the dialog, whose content covers it otherwise.
    if (event.target === dialog) dialog.close();
  });
  onClose(dialog, () => changeView({ task: "" }));
}

/** Opens, refreshes or closes the sheet, as the address says. */
export async function showDetails(id, serviceNow, signal) {
  if (id === "") return dialog.open ? dialog.close() : undefined;
  try {
    const task = await readTask(id, signal);
    if (readView().task !== id) return;
    shown.update(task, serviceNow);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    shown.refuse(error.message);
  }
  if (!dialog.open) {
    dialog.showModal();
    heading.focus();
  }
}

function makeDetails(showAction) {
  const parts = { badge: badge(), outcome: outcome() };
  const facts = ["Id", "Tries", "Duration"].map((name) => [name, element("dd")]);
  const times = ["Added", "Started", "Ended"].map((name) => [
    name,
    clock(),
    element("span", { class: "utc" }),
  ]);
  const texts = ["Error", "Result", "Payload"].map((name) => [name, block(name)]);
  const list = element(
    "dl",
    {},
    ...facts.flatMap(([name, value]) => [element("dt", {}, name), value]),
    ...times.flatMap(([name, time, inUtc]) => [
      element("dt", {}, name),
      element("dd", {}, time.root, " ", inUtc),
    ]),
  );
  const state = element("div", { class: "now" }, parts.badge.root, parts.outcome.root);
  const known = element("div", {}, state, list, ...texts.map(([, it]) => it.root));
  const refusal = element("p", { class: "empty" });
  return {
    root: element("div", {}, refusal, known),
    refuse(message) {
      known.hidden = true;
      action.hidden = true;
      refusal.hidden = false;
      setText(refusal, message);
      setText(heading, "Task");
    },
    update(task, now) {
      known.hidden = false;
      refusal.hidden = true;
      setText(heading, task.name);
      parts.badge.update(task.state);
      parts.outcome.root.hidden = task.state !== "active";
      parts.outcome.update(task);
      const seconds = runTime(task, now);
      const values = [
        task.id,
        `${task.attempt} of ${task.attempts}`,
        seconds === undefined ? "–" : duration(seconds),
      ];
      facts.forEach(([, value], i) => void setText(value, values[i]));
      const moments = [task.created_at, task.started_at, task.ended_at];
      times.forEach(([, time, inUtc], i) => {
        time.update(moments[i]);
        setText(inUtc, moments[i] === null ? "" : utc(moments[i]));
      });
      const contents = [task.error, task.result, task.payload];
      texts.forEach(([, text], i) => void text.update(contents[i]));
      showAction(task);
    },
  };
}

/** What a task carries, as text. It can be reached by keyboard, because it may have to be scrolled. */
function block(name) {
  const content = element("pre", { tabindex: "0", role: "region", "aria-label": name });
  const root = element("section", { class: name.toLowerCase() }, element("h3", {}, name), content);
  return {
    root,
    update(value) {
      root.hidden = value === undefined || value === null;
      if (!root.hidden) setText(content, typeof value === "string" ? value : JSON.stringify(value, null, 2));
    },
  };
}

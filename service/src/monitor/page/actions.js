import { byId, onClose, setText } from "./dom.js";
import { say } from "./said.js";
import { change, Refusal } from "./service.js";

const dialog = byId("question");
const yes = dialog.querySelector("[data-answer=yes]");
let answered = () => {};

const ACTIONS = {
  cancel: {
    label: "Cancel",
    title: "Cancel this task?",
    text: ({ state }) =>
      state === "active" ? "It is running. It is told to stop, and is not tried again." : "It will not run.",
    yes: "Cancel the task",
    done: "cancelled",
  },
  retry: {
    label: "Retry",
    title: "Run this task again?",
    text: () => "It is queued with as many tries as a new one.",
    yes: "Run it again",
    done: "queued again",
  },
};

/** What can be done with a task as it is now; undefined for one that is completed. */
export function actionFor({ state }) {
  if (state === "waiting" || state === "active") return "cancel";
  return state === "failed" || state === "cancelled" ? "retry" : undefined;
}

/**
 * A button that always offers what its task allows. It stays in its place, hidden when nothing can be done; then
 * `instead` gets its focus.
 */
export function actionButton(button, instead, onDone) {
  let task;
  button.type = "button";
  button.addEventListener("click", async () => {
    const action = actionFor(task);
    if (!action || !(await confirmed(task, action))) return;
    await perform(task, action);
    onDone();
  });
  return (current) => {
    task = current;
    const action = actionFor(task);
    if (action === undefined && button === document.activeElement) instead.focus();
    button.hidden = action === undefined;
    if (action === undefined) return;
    setText(button, ACTIONS[action].label);
    button.setAttribute("aria-label", `${ACTIONS[action].label} ${task.name} ${task.id}`);
    button.dataset.action = action;
  };
}

async function perform({ id, name }, action) {
  const { done } = ACTIONS[action];
  try {
    await change(id, action);
    say(`${name} was ${done}.`);
  } catch (error) {
    const why = error instanceof Refusal ? error.message : "The service cannot be reached.";
    say(`${name} was not ${done}. ${why}`, "failed");
  }
}

/** Asks in a dialog of its own. Escape means no, and no has the focus first. */
function confirmed(task, action) {
  const { title, text, yes: yesLabel } = ACTIONS[action];
  setText(byId("question-title"), title);
  setText(byId("question-text"), `${task.name}, ${task.id}. ${text(task)}`);
  setText(yes, yesLabel);
  yes.dataset.action = action;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    answered = () => resolve(dialog.returnValue === "yes");
  });
}

onClose(dialog, () => answered());

dialog.addEventListener("click", ({ target }) => {
  const answer = target.closest("[data-answer]");
  if (answer) dialog.close(answer.dataset.answer);
});

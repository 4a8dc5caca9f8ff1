import { byId, element, setText } from "./dom.js";
import { number } from "./format.js";
import { changeView, STATES } from "./view.js";

const form = byId("filters");
const kinds = form.elements.namedItem("name");
const counts = new Map();

/** One radio button a state, with how many tasks are in it: the totals are the filter. */
export function startFilters() {
  const labels = ["", ...STATES].map((state) => {
    const count = element("strong", {}, "–");
    counts.set(state, count);
    const radio = element("input", { type: "radio", name: "state", value: state });
    return element(
      "label",
      { "data-state": state || "all" },
      radio,
      element("span", {}, state || "all"),
      count,
    );
  });
  byId("states").append(...labels);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    changeView({ state: new FormData(form).get("state") ?? "", name: kinds.value });
  });
}

export function showFilters({ state, name }) {
  for (const radio of form.elements.namedItem("state")) radio.checked = radio.value === state;
  if (name !== "" && !optionOf(name)) kinds.append(new Option(name, name));
  kinds.value = name;
}

export function showTotals({ totals, queues }) {
  const all = Object.values(totals).reduce((sum, count) => sum + count, 0);
  for (const [state, count] of counts) setText(count, number(state === "" ? all : totals[state]));
  for (const { name } of queues) if (!optionOf(name)) kinds.append(new Option(name, name));
}

const optionOf = (name) => [...kinds.options].find(({ value }) => value === name);

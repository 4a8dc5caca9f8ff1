import { byId, element, keyedList, setAttribute, setText } from "./dom.js";
import { duration, number } from "./format.js";
import { clock } from "./task-parts.js";
import { changeView } from "./view.js";

const showQueues = keyedList(byId("queues"), {
  keyOf: ({ name }) => name,
  make: makeQueue,
  fallback: byId("queues-heading"),
});
const showWorkers = keyedList(byId("workers"), {
  keyOf: ({ id }) => id,
  make: makeWorker,
  fallback: byId("workers-heading"),
});

export function showSidebar({ version, queue, queues, workers, totals, at }) {
  setText(byId("about"), `Cosmic Insights ${version} · ${queue === "redis" ? "Redis" : "database"} queue`);
  showQueues(queues);
  byId("no-queues").hidden = queues.length > 0;
  byId("bull-board").hidden = queue !== "redis";
  const now = Date.parse(at);
  showWorkers((workers ?? []).map((worker) => ({ ...worker, now })));
  const registry = byId("no-registry");
  registry.hidden = workers !== null && workers.length > 0;
  setText(
    registry,
    workers === null ? "The list cannot be read just now." : "No process has said that it is there.",
  );
  const idle = workers !== null && !workers.some(({ alive, roles }) => alive && roles.includes("worker"));
  const warning = byId("no-workers");
  warning.hidden = !(idle && totals.waiting > 0);
  setText(
    warning,
    warning.hidden
      ? ""
      : "No process that runs tasks is alive. Those that wait stay waiting until one starts.",
  );
}

function makeQueue({ name }) {
  const filter = element(
    "button",
    { type: "button", class: "link", title: `Show the tasks of ${name}` },
    name,
  );
  filter.addEventListener("click", () => changeView({ name, state: "" }));
  const cells = ["waiting", "active", "failed"].map((key) => [key, element("td", { class: "number" })]);
  const oldest = element("span", { class: "oldest" });
  const head = element("th", { scope: "row" }, filter, oldest);
  const root = element("tr", {}, head, ...cells.map(([, it]) => it));
  return {
    root,
    update(line) {
      for (const [key, cell] of cells) {
        setText(cell, number(line[key]));
        setAttribute(cell, "data-state", line[key] > 0 ? key : "none");
      }
      const seconds = Math.round(line.oldest_seconds);
      setText(oldest, seconds > 0 ? `oldest ${duration(seconds)}` : "");
    },
  };
}

function makeWorker({ host, pid, roles, version }) {
  const life = element("span", { class: "life" });
  const since = clock();
  const note = element("span");
  const root = element(
    "li",
    {},
    element(
      "p",
      { class: "who" },
      element("strong", { title: host }, host),
      element("span", {}, `pid ${pid}`),
      life,
    ),
    element("ul", { class: "roles", "aria-label": "Roles" }, ...roles.map((role) => element("li", {}, role))),
    element("p", { class: "since" }, note, since.root, ` · version ${version}`),
  );
  return {
    root,
    update({ alive, started_at, seen_at, now }) {
      root.dataset.alive = String(alive);
      setText(life, alive ? "alive" : "gone");
      setText(
        note,
        alive ? `for ${duration(Math.round((now - Date.parse(started_at)) / 1000))}, since ` : "last seen ",
      );
      since.update(alive ? started_at : seen_at);
    },
  };
}

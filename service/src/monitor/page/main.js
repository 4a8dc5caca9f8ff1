import { showFresh, showOutage, showPaused } from "./connection.js";
import { showDetails, startDetails } from "./details.js";
import { byId, setText } from "./dom.js";
import { showFilters, showTotals, startFilters } from "./filters.js";
import { keepLive } from "./live.js";
import { readOverview, readTasks } from "./service.js";
import { showSidebar } from "./sidebar.js";
import { PAGE_SIZE, showTasks, startTasks } from "./tasks.js";
import { readView } from "./view.js";

/** Cursors of the pages that were turned, the page that is shown last; none for the first. */
let turned = [];
let next;
let listed = "";

const live = keepLive(async (signal) => {
  const view = readView();
  try {
    const [overview, page] = await Promise.all([
      readOverview(signal),
      readTasks({ ...view, cursor: turned.at(-1) }, PAGE_SIZE, signal),
    ]);
    if (signal.aborted) return;
    const serviceNow = Date.parse(overview.at);
    showTotals(overview);
    showFilters(view);
    showSidebar(overview);
    showTasks(page, { view, page: turned.length, serviceNow });
    showPager(page);
    await showDetails(view.task, serviceNow, signal);
    showFresh();
  } catch (error) {
    if (!signal.aborted) showOutage(error);
  }
});

function showPager(page) {
  next = page.next;
  byId("newer").setAttribute("aria-disabled", String(turned.length === 0));
  byId("older").setAttribute("aria-disabled", String(next === undefined));
}

function turn(pages) {
  turned = pages;
  live.now();
}

/** Another filter begins at its first page. */
function followAddress() {
  const { state, name, task } = readView();
  const list = `${state} ${name}`;
  if (list !== listed) turned = [];
  listed = list;
  document.title = task ? "A task · Job monitor" : "Job monitor";
  showFilters({ state, name });
  live.now();
}

byId("newer").addEventListener("click", () => turned.length > 0 && turn(turned.slice(0, -1)));
byId("older").addEventListener("click", () => next !== undefined && turn([...turned, next]));
byId("pause").addEventListener("click", ({ currentTarget: button }) => {
  const paused = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(paused));
  setText(button, paused ? "Go on" : "Pause");
  showPaused(paused);
  live.pause(paused);
});
window.addEventListener("hashchange", followAddress);
// The address is for what the reader looks at, so these links move the focus only.
document.querySelector(".jump").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  byId(link.hash.slice(1)).focus();
});

startFilters();
startTasks(live.now);
startDetails(live.now);
followAddress();

import { byId, element, setText } from "./dom.js";
import { moment } from "./format.js";
import { Refusal } from "./service.js";

const updated = byId("updated");
const outage = byId("outage");
let lastAt;
let lostSince;

/** Says when the facts on the page are from. Not read out: it changes all the time. */
export function showFresh() {
  lastAt = new Date();
  lostSince = undefined;
  outage.replaceChildren();
  document.body.dataset.connection = "live";
  showFreshness();
}

/** Read out once, when the service is lost; not again with every try. */
export function showOutage(error) {
  lostSince ??= new Date();
  document.body.dataset.connection = "lost";
  showFreshness();
  const since = moment(lostSince.toISOString());
  const text =
    error instanceof Refusal
      ? `The service cannot say how things stand: ${error.message}`
      : `The service cannot be reached since ${since}. This page goes on trying; what it shows is from before.`;
  if (outage.textContent !== text) outage.replaceChildren(element("p", { class: "notice" }, text));
}

export function showPaused(paused) {
  document.body.dataset.paused = String(paused);
  showFreshness();
}

function showFreshness() {
  const when = lastAt ? `Updated ${moment(lastAt.toISOString())}` : "Not loaded yet";
  setText(updated, document.body.dataset.paused === "true" ? `Paused · ${when}` : when);
}

import { element } from "./dom.js";

const SHOWN_MS = 8_000;
let timer;

/**
 * Shows and reads out what became of what the reader did. What is outside an open dialog is out of reach for them, so
 * the dialog has a place for it too.
 */
export function say(text, kind = "done") {
  const places = [...document.querySelectorAll("[role=status]")];
  const place = places.find((it) => it.closest("dialog[open]")) ?? places[0];
  clearTimeout(timer);
  for (const it of places) it.replaceChildren();
  place.replaceChildren(element("p", { class: kind }, text));
  timer = setTimeout(() => place.replaceChildren(), SHOWN_MS);
}

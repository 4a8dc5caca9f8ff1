/**
 * Makes an element. What is put into it as text stays text: nothing here ever reads HTML.
 *
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

/** Only what differs is written, so that a selection of the reader's stays, and nothing is read out again. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node, name, value) {
  if (value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/**
 * A list whose elements stay the same from one refresh to the next, by key. None that stays is moved while the order
 * stays, so the focus stays where it is; if its element goes, the focus passes to the neighbour, or to `fallback`.
 *
 * @param {HTMLElement} container
 * @param {{ keyOf: (item: object) => string, make: (item: object) => { root: HTMLElement, update: (item: object) => void }, fallback: HTMLElement }} options
 */
export function keyedList(container, { keyOf, make, fallback }) {
  const shown = new Map();
  return (items) => {
    const wanted = new Set(items.map(keyOf));
    for (const [key, { root }] of shown) {
      if (wanted.has(key)) continue;
      if (root.contains(document.activeElement)) heirOf(root, wanted, shown, fallback).focus();
      root.remove();
      shown.delete(key);
    }
    items.forEach((item, i) => {
      const key = keyOf(item);
      const row = shown.get(key) ?? make(item);
      shown.set(key, row);
      row.update(item);
      if (container.children[i] !== row.root) container.insertBefore(row.root, container.children[i] ?? null);
    });
  };
}

/** Where the focus goes when this element does. */
function heirOf(root, wanted, shown, fallback) {
  const staying = new Set([...shown].filter(([key]) => wanted.has(key)).map(([, row]) => row.root));
  for (const direction of ["nextElementSibling", "previousElementSibling"]) {
    for (let at = root[direction]; at; at = at[direction]) {
      const target = staying.has(at) && at.querySelector("button");
      if (target) return target;
    }
  }
  return fallback;
}

/** The browser gives the focus back to what opened a dialog; if that is gone, the tasks get it. */
export function onClose(dialog, closed) {
  dialog.addEventListener("close", () => {
    if (document.activeElement === document.body) byId("tasks-heading").focus();
    closed();
  });
}

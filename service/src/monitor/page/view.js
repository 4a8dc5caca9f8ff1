export const STATES = ["active", "waiting", "failed", "completed", "cancelled"];

/**
 * What the reader looks at. It is kept in the address, so that it can be sent to others and the browser's Back works.
 *
 * @returns {{ state: string, name: string, task: string }} empty where nothing is chosen
 */
export function readView() {
  const given = new URLSearchParams(location.hash.slice(1));
  const state = given.get("state") ?? "";
  return {
    state: STATES.includes(state) ? state : "",
    name: given.get("name") ?? "",
    task: given.get("task") ?? "",
  };
}

/** @param {Partial<ReturnType<typeof readView>>} changes */
export function changeView(changes) {
  const chosen = Object.entries({ ...readView(), ...changes }).filter(([, value]) => value !== "");
  location.hash = new URLSearchParams(chosen).toString();
}

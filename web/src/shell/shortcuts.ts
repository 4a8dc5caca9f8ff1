import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { createKeySequences } from "./key-sequences.ts";

const actions = new Map<string, () => void>();
const STORED = "cosmic:shortcuts";
const listeners = new Set<() => void>();
let on = readStored();

/** Runs the action when the keys are pressed outside of a field and a dialog. */
export function useShortcut(keys: string, action: () => void): void {
  const run = useEffectEvent(action);
  useEffect(() => {
    const entry = () => run();
    actions.set(keys, entry);
    return () => {
      if (actions.get(keys) === entry) actions.delete(keys);
    };
  }, [keys]);
}

/** Runs the action when Escape is pressed anywhere but in a dialog or an open list of suggestions. */
export function useEscape(action: () => void): void {
  const run = useEffectEvent(action);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !isTaken(event.target)) run();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** Listens for all of them; used once. */
export function useShortcutListener(): void {
  useEffect(() => {
    const read = createKeySequences((sequence) => actions.has(sequence));
    const listen = (event: KeyboardEvent) => {
      if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isField(event.target) || document.querySelector("dialog[open]")) return;
      const action = actions.get(read(event.key, event.timeStamp) ?? "");
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** Single keys can be turned off: speech input and slips of the hand press them (WCAG 2.1.4). */
export function useShortcutsOn(): [boolean, (value: boolean) => void] {
  const value = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => on,
  );
  return [value, turnShortcuts];
}

function turnShortcuts(value: boolean): void {
  on = value;
  try {
    localStorage.setItem(STORED, value ? "on" : "off");
  } catch {
    // Storage is forbidden: it holds until the page is closed.
  }
  for (const listener of listeners) listener();
}

function readStored(): boolean {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function isTaken(target: EventTarget | null): boolean {
  return (
    document.querySelector("dialog[open]") !== null ||
    (target instanceof HTMLElement && target.getAttribute("aria-expanded") === "true")
  );
}

import { useSyncExternalStore } from "react";

let message = "";
const listeners = new Set<() => void>();

/** Tells users of screen readers what others see happen. */
export function announce(text: string): void {
  // The same words twice would not be read a second time without a difference.
  message = text === message ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
}

export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => message);
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {text}
    </div>
  );
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

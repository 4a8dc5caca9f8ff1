import { useSyncExternalStore } from "react";

let connected = false;
const listeners = new Set<() => void>();

export function tellConnected(now: boolean): void {
  connected = now;
  for (const listener of listeners) listener();
}

/** Whether events arrive as they happen, which says as well whether the server is there. */
export function useConnected(): boolean {
  return useSyncExternalStore(subscribe, () => connected);
}

export function useOnline(): boolean {
  return useSyncExternalStore(subscribeOnline, () => navigator.onLine);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function subscribeOnline(listener: () => void) {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

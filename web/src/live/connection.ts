import { useSyncExternalStore } from "react";
import type { StreamState } from "./event-stream.ts";

let state: StreamState = "connecting";
const listeners = new Set<() => void>();

export function tellStreamState(next: StreamState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** How it stands with the stream of events, which is how it stands with the server. */
export function useStreamState(): StreamState {
  return useSyncExternalStore(subscribe, () => state);
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

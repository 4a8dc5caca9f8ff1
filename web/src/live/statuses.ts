import type { EmbeddingStatus } from "@cosmic/contract/documents";
import { useSyncExternalStore } from "react";

interface Known {
  status: EmbeddingStatus;
  at: string;
}

/** What events said last of an entry. Only of the most recent ones: older news is in the answers by then. */
const MOST_KEPT = 500;
const known = new Map<string, Known>();
const listeners = new Set<() => void>();

export function learnStatus(entryId: string, status: EmbeddingStatus, at: string): void {
  known.delete(entryId);
  known.set(entryId, { status, at });
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  for (const listener of listeners) listener();
}

export function forgetStatuses(): void {
  known.clear();
}

interface Described {
  id: string;
  updated_at: string;
  document: { status: EmbeddingStatus } | null;
}

/**
 * Where the document of an entry stands. Events are faster than answers, but an event from before the entry was
 * changed is about a text that is no longer there.
 */
export function newestStatus(entry: Described): EmbeddingStatus | null {
  const event = known.get(entry.id);
  if (event && Date.parse(event.at) >= Date.parse(entry.updated_at)) return event.status;
  return entry.document?.status ?? null;
}

export function useStatus(entry: Described): EmbeddingStatus | null {
  return useSyncExternalStore(subscribe, () => newestStatus(entry));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

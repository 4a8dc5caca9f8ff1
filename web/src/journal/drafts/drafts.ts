import { useMemo, useSyncExternalStore } from "react";
import { useAccount } from "../../session/account.ts";
import { createDraftStore, type Draft, type DraftStore } from "./draft-store.ts";

const stores = new Map<string, DraftStore>();

/** The drafts of the user who is signed in. */
export function useDrafts(): DraftStore {
  const { id } = useAccount();
  return useMemo(() => draftsOf(id), [id]);
}

export function useWaitingDrafts(): readonly Draft[] {
  const drafts = useDrafts();
  return useSyncExternalStore(drafts.subscribe, drafts.list);
}

function draftsOf(userId: string): DraftStore {
  const store = stores.get(userId) ?? createDraftStore(storage(), userId);
  stores.set(userId, store);
  return store;
}

/** Browsers refuse the very question when storage is forbidden. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

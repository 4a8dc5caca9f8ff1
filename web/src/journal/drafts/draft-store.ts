import { nullable } from "@cosmic/contract/shapes";
import { type Static, Type } from "typebox";
import { Check } from "typebox/value";
import { EntryFields } from "../fields.ts";

/** What has been written and is not saved yet. */
export const Draft = Type.Object({
  /** The id of the entry, or a name of its own while there is none. */
  key: Type.String(),
  /** The entry that was changed and its `updated_at`; null for a new one. */
  base: nullable(Type.Object({ id: Type.String(), version: Type.String() })),
  fields: EntryFields,
  /** What was sent as a new entry without an answer: it may have arrived. */
  sent: nullable(EntryFields),
  at: Type.String(),
});
export type Draft = Static<typeof Draft>;

export interface DraftStore {
  read(key: string): Draft | undefined;
  /** @returns whether there was room for it */
  keep(draft: Draft): boolean;
  drop(key: string): void;
  /** Newest first. The same array until something changes. */
  list(): readonly Draft[];
  dropAll(): void;
  subscribe(listener: () => void): () => void;
}

/** Drafts of one user in the storage of the browser, which survive the end of the page and of the browser. */
export function createDraftStore(storage: Storage | undefined, userId: string): DraftStore {
  const prefix = `cosmic:draft:${userId}:`;
  const listeners = new Set<() => void>();
  let listed: readonly Draft[] | undefined;

  function changed(): void {
    listed = undefined;
    for (const listener of listeners) listener();
  }

  function keys(): string[] {
    if (!storage) return [];
    return Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "").filter((key) =>
      key.startsWith(prefix),
    );
  }

  return {
    read: (key) => parse(storage?.getItem(prefix + key)),
    keep(draft) {
      try {
        storage?.setItem(prefix + draft.key, JSON.stringify(draft));
      } catch {
        return false;
      }
      changed();
      return storage !== undefined;
    },
    drop(key) {
      storage?.removeItem(prefix + key);
      changed();
    },
    list() {
      listed ??= keys()
        .flatMap((key) => parse(storage?.getItem(key)) ?? [])
        .sort((a, b) => b.at.localeCompare(a.at));
      return listed;
    },
    dropAll() {
      for (const key of keys()) storage?.removeItem(key);
      changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function parse(text: string | null | undefined): Draft | undefined {
  if (!text) return undefined;
  try {
    const draft: unknown = JSON.parse(text);
    return Check(Draft, draft) ? draft : undefined;
  } catch {
    return undefined;
  }
}

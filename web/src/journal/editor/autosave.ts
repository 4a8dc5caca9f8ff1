import type { JournalEntryView } from "@cosmic/contract/app";
import type { Draft, DraftStore } from "../drafts/draft-store.ts";
import type { Sent } from "../drafts/send-draft.ts";
import { canBeSaved, type EntryFields, fieldsOf, sameFields } from "../fields.ts";

export type SaveState =
  /** As the server has it. */
  | { kind: "clean" }
  /** Cannot be saved for want of a text. */
  | { kind: "empty" }
  /** Waits for a pause in the writing. */
  | { kind: "changed" }
  | { kind: "saving" }
  /** Kept here, and tried again. */
  | { kind: "waiting" }
  | { kind: "conflict"; theirs: JournalEntryView }
  | { kind: "gone" }
  | { kind: "refused"; detail: string };

export interface AutosaveOptions {
  /** Where to begin: of an entry, or a new one. */
  draft: Draft;
  /** What the server has, or null if nothing. */
  saved: EntryFields | null;
  drafts: DraftStore;
  send: (draft: Draft) => Promise<Sent>;
  onState: (state: SaveState) => void;
  onSaved: (entry: JournalEntryView) => void;
}

/** Saved after a pause in the writing, and now and then within a long piece of it. */
const PAUSE_MS = 800;
const LONGEST_UNSAVED_MS = 5_000;
/** A draft is written into the storage at most this long after a key. */
const KEEP_MS = 250;
const RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

/** Saves what is written while it is written. One request at a time; what the server does not have is kept as a draft. */
export function createAutosave({ draft, saved, drafts, send, onState, onSaved }: AutosaveOptions) {
  let { key, base, fields, sent } = draft;
  let known = saved;
  let state: SaveState = { kind: "clean" };
  let unsavedSince: number | undefined;
  let retries = 0;
  let closed = false;
  let running: Promise<void> | undefined;
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let keepTimer: ReturnType<typeof setTimeout> | undefined;

  const isClean = () => known !== null && sameFields(fields, known);
  const current = (): Draft => ({ key, base, fields, sent, at: new Date().toISOString() });

  function become(next: SaveState): void {
    state = next;
    if (!closed) onState(next);
  }

  function keep(): void {
    clearTimeout(keepTimer);
    keepTimer = undefined;
    const worthIt = !isClean() && (base !== null || canBeSaved(fields) || fields.title !== "");
    if (worthIt) drafts.keep(current());
    else drafts.drop(key);
  }

  function change(next: EntryFields): void {
    fields = next;
    keepTimer ??= setTimeout(keep, KEEP_MS);
    settle();
  }

  /** Decides what follows from the fields as they are. */
  function settle(): void {
    if (running || state.kind === "conflict" || state.kind === "gone") return;
    clearTimeout(saveTimer);
    if (isClean()) {
      unsavedSince = undefined;
      keep();
      become({ kind: "clean" });
    } else if (canBeSaved(fields)) {
      plan();
    } else {
      become({ kind: "empty" });
    }
  }

  function plan(): void {
    unsavedSince ??= Date.now();
    const pause = Math.min(PAUSE_MS, Math.max(0, unsavedSince + LONGEST_UNSAVED_MS - Date.now()));
    saveTimer = setTimeout(() => void save(), pause);
    become({ kind: "changed" });
  }

  /** Saves now what is not saved yet; resolves when there is nothing more to do at the moment. */
  async function save(): Promise<void> {
    clearTimeout(saveTimer);
    await running;
    if (isClean() || !canBeSaved(fields) || state.kind === "conflict" || state.kind === "gone") return keep();
    running = once();
    try {
      await running;
    } finally {
      running = undefined;
    }
    if (state.kind === "saving") settle();
  }

  async function once(): Promise<void> {
    keep();
    become({ kind: "saving" });
    unsavedSince = undefined;
    const sending = current();
    receive(sending, await send(sending));
  }

  function receive(sending: Draft, outcome: Sent): void {
    if (outcome.kind === "saved") {
      base = { id: outcome.entry.id, version: outcome.entry.updated_at };
      known = sending.fields;
      sent = null;
      retries = 0;
      keep();
      onSaved(outcome.entry);
    } else if (outcome.kind === "unreachable") {
      if (!base) sent = sending.fields;
      saveTimer = setTimeout(() => void save(), Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** retries++));
      keep();
      become({ kind: "waiting" });
    } else {
      become(outcome);
    }
  }

  // A draft that was found is saved without a key being pressed.
  if (!isClean()) settle();

  return {
    state: () => state,
    fields: () => fields,
    entryId: () => base?.id,
    change,
    save,
    keep,

    /** The server has a newer version: taken over if nothing was changed here. */
    adopt(entry: JournalEntryView): boolean {
      if (running || state.kind !== "clean" || base?.version === entry.updated_at) return false;
      base = { id: entry.id, version: entry.updated_at };
      fields = known = fieldsOf(entry);
      return true;
    },

    /** Ends a conflict: what is here is written over theirs, or given up for it. */
    resolve(choice: "mine" | "theirs"): Promise<void> {
      if (state.kind !== "conflict") return Promise.resolve();
      const { theirs } = state;
      base = { id: theirs.id, version: theirs.updated_at };
      known = fieldsOf(theirs);
      if (choice === "theirs") fields = known;
      become({ kind: "clean" });
      return save();
    },

    /** The entry was deleted elsewhere: what is here becomes a new one. */
    keepAsNew(): Promise<void> {
      if (state.kind !== "gone") return Promise.resolve();
      base = known = null;
      become({ kind: "clean" });
      return save();
    },

    /** Saves what is left without telling anybody; what cannot be saved stays as a draft. */
    async close(): Promise<void> {
      closed = true;
      keep();
      await save();
      clearTimeout(saveTimer);
      clearTimeout(keepTimer);
    },
  };
}
export type Autosave = ReturnType<typeof createAutosave>;

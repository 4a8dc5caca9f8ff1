import type { JournalEntryView } from "@cosmic/contract/app";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Draft } from "../drafts/draft-store.ts";
import { useDrafts } from "../drafts/drafts.ts";
import { hold } from "../drafts/holding.ts";
import { journalApi } from "../drafts/journal-api.ts";
import { sendDraft } from "../drafts/send-draft.ts";
import { type EntryFields, fieldsOf } from "../fields.ts";
import { keepInCache } from "../keep-in-cache.ts";
import { type Autosave, createAutosave, type SaveState } from "./autosave.ts";

/** Connects an editor with what saves for it, for as long as the editor is on the page. */
export function useAutosave(
  draft: Draft,
  entry: JournalEntryView | null,
  onSaved: (entry: JournalEntryView) => void,
) {
  const client = useQueryClient();
  const drafts = useDrafts();
  const [fields, setFields] = useState(draft.fields);
  const [state, setState] = useState<SaveState>({ kind: "clean" });
  const autosave = useRef<Autosave>(null);
  const first = useRef({ draft, entry, onSaved });

  useEffect(() => {
    const { draft, entry, onSaved } = first.current;
    const release = hold(draft.key);
    const current = createAutosave({
      draft: drafts.read(draft.key) ?? draft,
      saved: entry && fieldsOf(entry),
      drafts,
      send: (it) => sendDraft(journalApi, it),
      onState: setState,
      onSaved: (saved) => {
        keepInCache(client, saved);
        onSaved(saved);
      },
    });
    autosave.current = current;
    const keep = () => current.keep();
    const saveNow = () => void current.save();
    addEventListener("pagehide", keep);
    addEventListener("online", saveNow);
    return () => {
      removeEventListener("pagehide", keep);
      removeEventListener("online", saveNow);
      void current.close().finally(release);
    };
  }, [client, drafts]);

  useEffect(() => {
    if (entry && autosave.current?.adopt(entry)) setFields(autosave.current.fields());
  }, [entry]);

  return {
    fields,
    state,
    change(part: Partial<EntryFields>): void {
      const next = { ...(autosave.current?.fields() ?? fields), ...part };
      setFields(next);
      autosave.current?.change(next);
    },
    async resolve(choice: "mine" | "theirs"): Promise<void> {
      const resolving = autosave.current?.resolve(choice);
      if (autosave.current) setFields(autosave.current.fields());
      await resolving;
    },
    keepAsNew: () => autosave.current?.keepAsNew(),
    /** Saves now; the entry's id, or undefined if there is nothing on the server. */
    async finish(): Promise<{ id: string | undefined; state: SaveState }> {
      await autosave.current?.save();
      return { id: autosave.current?.entryId(), state: autosave.current?.state() ?? state };
    },
  };
}

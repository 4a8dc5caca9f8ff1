import type { JournalEntryView } from "@cosmic/contract/app";
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { navigate as replaceAddress } from "wouter/use-browser-location";
import { plural } from "../../dates/words.ts";
import { announce } from "../../shell/announcer.tsx";
import { Notice } from "../../shell/notice.tsx";
import { PageTitle } from "../../shell/page-title.tsx";
import { useEscape } from "../../shell/shortcuts.ts";
import type { Draft } from "../drafts/draft-store.ts";
import { SearchState } from "../search-state.tsx";
import { countWords } from "../words.ts";
import { ConflictView } from "./conflict-view.tsx";
import styles from "./editor.module.css";
import { EntryDetails } from "./entry-details.tsx";
import { SaveStatus } from "./save-status.tsx";
import { useAutosave } from "./use-autosave.ts";
import { WritingArea } from "./writing-area.tsx";

interface EditorProps {
  draft: Draft;
  /** What the server has; null for a new entry. */
  entry: JournalEntryView | null;
  /** The draft is from an earlier visit. */
  restored: boolean;
  onMade?: (id: string) => void;
}

export function Editor({ draft, entry, restored, onMade }: EditorProps) {
  const [, navigate] = useLocation();
  const [saved, setSaved] = useState(entry);
  const { fields, state, change, resolve, keepAsNew, finish } = useAutosave(draft, entry, (it) => {
    setSaved(it);
    if (!onMade) return;
    onMade(it.id);
    // From now on a reload opens this entry.
    replaceAddress(`/journal/${it.id}/edit`, { replace: true });
  });

  const done = async () => {
    const { id, state } = await finish();
    if (state.kind === "conflict" || state.kind === "gone") return;
    if (state.kind === "waiting") announce("Kept on this device until it can be saved.");
    navigate(id ? `/journal/${id}` : "/journal", { replace: true });
  };
  useEscape(done);

  return (
    <div className={styles.editor}>
      <PageTitle className="visually-hidden" keepFocus>
        {entry ? "Edit entry" : "New entry"}
      </PageTitle>
      {restored && <Notice>What you had written is back. It had not been saved.</Notice>}
      {state.kind === "conflict" && <ConflictView mine={fields} theirs={state.theirs} onChoose={resolve} />}
      {state.kind === "gone" && (
        <Notice kind="error" action={<Button onClick={keepAsNew}>Keep as a new entry</Button>}>
          This entry was deleted elsewhere. What you see here is not saved.
        </Notice>
      )}
      {state.kind === "refused" && <Notice kind="error">This cannot be saved: {state.detail}</Notice>}
      <EntryDetails fields={fields} onChange={change} />
      <TextInput
        variant="unstyled"
        classNames={{ input: styles.title }}
        aria-label="Title"
        placeholder="Title"
        maxLength={1000}
        value={fields.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <WritingArea value={fields.text} onChange={(text) => change({ text })} />
      <footer className={styles.footer}>
        <span className={styles.count}>{plural(countWords(fields.text), "word")}</span>
        <SaveStatus state={state} isNew={!saved} />
        {saved && state.kind === "clean" && <SearchState entry={saved} />}
        <Button onClick={done} className={styles.done}>
          Done
        </Button>
      </footer>
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { isProblem } from "../../api/problem.ts";
import { isDay, momentOn, today } from "../../dates/days.ts";
import type { Draft } from "../drafts/draft-store.ts";
import { useDrafts } from "../drafts/drafts.ts";
import { nothingOnTheWay } from "../drafts/send-waiting.ts";
import { entryQuery } from "../entries.ts";
import { EntryTrouble } from "../entry-trouble.tsx";
import { emptyFields, fieldsOf } from "../fields.ts";
import { Editor } from "./editor.tsx";
import { EditorSkeleton } from "./editor-skeleton.tsx";

/** A new entry, or one that is there. */
export function EditorPage({ id }: { id: string | undefined }) {
  // The entry that the open editor made: its new address must not open another editor.
  const made = useRef<{ id: string; round: number }>(undefined);
  const [before, setBefore] = useState(id);
  const [round, setRound] = useState(0);
  if (before !== id) {
    setBefore(id);
    if (id === undefined) setRound(round + 1);
  }
  const ready = useNothingOnTheWay();
  if (!ready) return <EditorSkeleton />;
  const isMade = made.current?.id === id && made.current?.round === round;
  if (id !== undefined && !isMade) return <ExistingEntry key={id} id={id} />;
  const onMade = (it: string) => {
    made.current = { id: it, round };
  };
  return <NewEntry key={round} onMade={onMade} />;
}

function NewEntry({ onMade }: { onMade: (id: string) => void }) {
  const [parameters] = useSearchParams();
  const drafts = useDrafts();
  const [kept] = useState(() => drafts.read(parameters.get("draft") ?? ""));
  const [draft] = useState((): Draft => {
    if (kept) return kept;
    const day = parameters.get("date");
    const now = new Date();
    return {
      key: `new-${crypto.getRandomValues(new Uint32Array(3)).join("")}`,
      base: null,
      fields: emptyFields(momentOn(isDay(day) ? day : today(), now)),
      sent: null,
      at: now.toISOString(),
    };
  });
  return <Editor draft={draft} entry={null} restored={kept !== undefined} onMade={onMade} />;
}

function ExistingEntry({ id }: { id: string }) {
  const { data: entry, error } = useQuery(entryQuery(id));
  const drafts = useDrafts();
  const [kept] = useState(() => drafts.read(id));
  if (!entry) {
    // What was written must be reachable even where the entry is not.
    if (kept && error && !isProblem(error, 404)) return <Editor draft={kept} entry={null} restored />;
    return error ? <EntryTrouble error={error} /> : <EditorSkeleton />;
  }
  const fresh: Draft = {
    key: id,
    base: { id, version: entry.updated_at },
    fields: fieldsOf(entry),
    sent: null,
    at: entry.updated_at,
  };
  return <Editor draft={kept ?? fresh} entry={entry} restored={kept !== undefined} />;
}

/** A draft that is being sent in the background would be in conflict with itself. */
function useNothingOnTheWay(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let here = true;
    void nothingOnTheWay().then(() => here && setReady(true));
    return () => {
      here = false;
    };
  }, []);
  return ready;
}

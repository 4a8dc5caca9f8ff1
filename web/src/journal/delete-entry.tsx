import type { JournalEntryView } from "@cosmic/contract/app";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { monthOf } from "../dates/days.ts";
import { longDate } from "../dates/words.ts";
import { announce } from "../shell/announcer.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { useDrafts } from "./drafts/drafts.ts";
import { useDeleteEntry } from "./entries.ts";

export function DeleteEntry({ entry }: { entry: JournalEntryView }) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const drafts = useDrafts();
  const { mutate, isPending, error } = useDeleteEntry();
  const confirm = () =>
    mutate(entry.id, {
      onSuccess: () => {
        drafts.drop(entry.id);
        announce("The entry is deleted.");
        navigate(`/journal?month=${monthOf(entry.entry_date)}`, { replace: true });
      },
    });
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        Delete
      </button>
      <Dialog
        title="Delete this entry?"
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button variant="default" onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button variant="danger" onClick={confirm} loading={isPending}>
              Delete
            </Button>
          </>
        }
      >
        <p>
          “{entry.title || longDate(entry.entry_date)}” is removed from the journal and from search. This
          cannot be undone.
        </p>
        {error && <p role="alert">{error.message}</p>}
      </Dialog>
    </>
  );
}

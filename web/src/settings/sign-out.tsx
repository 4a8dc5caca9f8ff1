import { Button } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { plural } from "../dates/words.ts";
import { useDrafts } from "../journal/drafts/drafts.ts";
import { sendWaiting } from "../journal/drafts/send-waiting.ts";
import { useSignOut } from "../session/session.ts";
import { Dialog } from "../shell/dialog.tsx";

/** Leaves nothing of what was written on a device that others may use next, and throws nothing away unasked. */
export function SignOut() {
  const drafts = useDrafts();
  const [unsaved, setUnsaved] = useState(0);
  const [sending, setSending] = useState(false);
  const { mutate, isPending, error } = useSignOut();
  const [, navigate] = useLocation();

  const leave = () =>
    mutate(undefined, {
      onSuccess: () => {
        drafts.dropAll();
        navigate("/sign-in");
      },
    });
  const signOut = async () => {
    setSending(true);
    await sendWaiting(drafts, () => {});
    setSending(false);
    const left = drafts.list().length;
    if (left > 0) setUnsaved(left);
    else leave();
  };

  return (
    <>
      <Button variant="subtle" size="compact-md" onClick={signOut} loading={sending || isPending}>
        Sign out
      </Button>
      {error && <span role="alert"> {error.message}</span>}
      <Dialog
        title="Not everything is saved"
        open={unsaved > 0}
        onClose={() => setUnsaved(0)}
        actions={
          <>
            <Button variant="default" onClick={() => setUnsaved(0)}>
              Stay signed in
            </Button>
            <Button variant="danger" onClick={leave} loading={isPending}>
              Remove and sign out
            </Button>
          </>
        }
      >
        <p>
          {plural(unsaved, "entry", "entries")} could not be saved and {unsaved === 1 ? "is" : "are"} only on
          this device. Signing out removes {unsaved === 1 ? "it" : "them"} from here, so that nobody else
          finds what you wrote.
        </p>
        {error && <p role="alert">{error.message}</p>}
      </Dialog>
    </>
  );
}

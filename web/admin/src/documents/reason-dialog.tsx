import { Button, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { textOf } from "../../../src/session/form.tsx";
import { Dialog } from "../../../src/shell/dialog.tsx";
import { focusFirst } from "../parts/focus-first.ts";
import styles from "../parts/form.module.css";

interface ReasonDialogProps {
  open: boolean;
  onClose: () => void;
  onReason: (reason: string) => void;
}

/** Asks why an admin wants to see what a user wrote. */
export function ReasonDialog({ open, onClose, onReason }: ReasonDialogProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = textOf(new FormData(event.currentTarget), "reason").trim();
    if (reason !== "") onReason(reason);
  };
  return (
    <Dialog title="Why do you need to read this?" open={open} onClose={onClose}>
      <form className={styles.stack} onSubmit={submit}>
        <p>
          A user wrote this for themselves. Your reason goes into the audit log, with your name and the time.
        </p>
        <TextInput
          label="Reason"
          name="reason"
          required
          maxLength={500}
          autoComplete="off"
          ref={focusFirst}
        />
        <div>
          <Button type="submit">Show it</Button>
        </div>
      </form>
    </Dialog>
  );
}

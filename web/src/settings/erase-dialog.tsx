import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useDrafts } from "../journal/drafts/drafts.ts";
import { FormError, textOf } from "../session/form.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { erase, showReceipt } from "./erasure.ts";
import styles from "./settings-page.module.css";

/** Typed in full, so that nobody does this by a slip. */
const WORDS = "erase everything";

/** Asks twice, erases, and leads to the receipt. */
export function EraseDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const drafts = useDrafts();
  const { mutate, isPending, error } = useMutation({
    mutationFn: erase,
    onSuccess: (receipt) => {
      drafts.dropAll();
      showReceipt(receipt);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate(textOf(new FormData(event.currentTarget), "password"));
  };
  const close = () => {
    setTyped("");
    onClose();
  };
  return (
    <Dialog title="Erase everything?" open={open} onClose={close}>
      <form className={styles.form} onSubmit={submit}>
        <p>
          Entries, their index, and the account are removed. Export them first if you may want them again.
        </p>
        <TextInput
          label={`Type “${WORDS}”`}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <PasswordInput label="Password" name="password" autoComplete="current-password" required />
        <FormError error={error} />
        <Button
          type="submit"
          variant="danger"
          disabled={typed.trim().toLowerCase() !== WORDS}
          loading={isPending}
        >
          Erase everything
        </Button>
      </form>
    </Dialog>
  );
}

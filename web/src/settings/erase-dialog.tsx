import { ErasureReceipt } from "@cosmic/contract/users";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { request } from "../api/request.ts";
import { useDrafts } from "../journal/drafts/drafts.ts";
import { FormError, textOf } from "../session/form.tsx";
import { sessionQuery } from "../session/session.ts";
import { Dialog } from "../shell/dialog.tsx";
import { Receipt } from "./receipt.tsx";
import styles from "./settings-page.module.css";

/** Typed in full, so that nobody does this by a slip. */
const WORDS = "erase everything";

/** Asks twice, erases, and shows the receipt; closing that is leaving. */
export function EraseDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const drafts = useDrafts();
  const client = useQueryClient();
  const erase = useMutation({
    mutationFn: (password: string) =>
      request(ErasureReceipt, "/me", { method: "DELETE", body: { password } }),
    onSuccess: () => drafts.dropAll(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    erase.mutate(textOf(new FormData(event.currentTarget), "password"));
  };
  const close = () => {
    setTyped("");
    if (!erase.data) return onClose();
    client.clear();
    client.setQueryData(sessionQuery.queryKey, null);
  };
  return (
    <Dialog title={erase.data ? "Receipt" : "Erase everything?"} open={open} onClose={close}>
      {erase.data ? (
        <>
          <Receipt receipt={erase.data} />
          <Button onClick={close}>Leave</Button>
        </>
      ) : (
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
          <FormError error={erase.error} />
          <Button
            type="submit"
            variant="danger"
            disabled={typed.trim().toLowerCase() !== WORDS}
            loading={erase.isPending}
          >
            Erase everything
          </Button>
        </form>
      )}
    </Dialog>
  );
}

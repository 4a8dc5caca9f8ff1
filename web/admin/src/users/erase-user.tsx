import { ErasureReceipt } from "@cosmic/contract";
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { request } from "../../../src/api/request.ts";
import { textOf } from "../../../src/session/form.tsx";
import { Dialog } from "../../../src/shell/dialog.tsx";
import { useAction } from "../api/use-action.ts";
import { focusFirst } from "../parts/focus-first.ts";
import styles from "../parts/form.module.css";

/** For good, so the id has to be written before it. */
export function EraseUser({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  const [wrong, setWrong] = useState(false);
  const erase = useAction(
    () => request(ErasureReceipt, `/v1/users/${encodeURIComponent(id)}/`, { method: "DELETE" }),
    ({ job_id }) => `${id} is being erased from every store, by job ${job_id}.`,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const isSame = textOf(new FormData(event.currentTarget), "id").trim() === id;
    setWrong(!isSame);
    if (!isSame) return;
    setAsking(false);
    erase.mutate();
  };
  return (
    <>
      <Button
        variant="danger"
        size="xs"
        aria-label={`Erase: ${id}`}
        loading={erase.isPending}
        onClick={() => setAsking(true)}
      >
        Erase
      </Button>
      <Dialog title="Erase this user?" open={asking} onClose={() => setAsking(false)}>
        <form className={styles.stack} onSubmit={submit}>
          <p>
            All that is kept of <strong>{id}</strong> goes from every store, for good, and nothing is accepted
            for this id any more.
          </p>
          <TextInput
            label="Write the id to go on"
            name="id"
            ref={focusFirst}
            autoComplete="off"
            required
            error={wrong ? "This is another id." : undefined}
          />
          <div>
            <Button type="submit" variant="danger">
              Erase for good
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

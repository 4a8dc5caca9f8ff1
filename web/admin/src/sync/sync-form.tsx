import { SyncAccepted, type SyncRequest } from "@cosmic/contract";
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { request } from "../../../src/api/request.ts";
import { textOf } from "../../../src/session/form.tsx";
import { Dialog } from "../../../src/shell/dialog.tsx";
import { useAction } from "../api/use-action.ts";
import styles from "../parts/form.module.css";

export function SyncForm() {
  const [asking, setAsking] = useState<SyncRequest>();
  const sync = useAction(
    (body: SyncRequest) => request(SyncAccepted, "/v1/sync/", { method: "POST", body }),
    "The journal will be read now.",
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = readForm(new FormData(event.currentTarget));
    // Reading everything anew may delete, so it is asked about first.
    if (wanted.force) setAsking(wanted);
    else sync.mutate(wanted);
  };
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <TextInput label="User (empty: all)" name="user" />
        <TextInput label="Changed since (day)" name="since" placeholder="2026-01-31" />
        <label className={styles.check}>
          <input type="checkbox" name="force" /> Read all entries again
        </label>
        <Button type="submit" loading={sync.isPending}>
          Sync now
        </Button>
      </form>
      {sync.data && (
        <p>
          <Link href={`/jobs/${sync.data.job_id}`}>The job that does it</Link>
        </p>
      )}
      <Dialog
        title="Read all entries again?"
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        actions={
          <>
            <Button variant="default" onClick={() => setAsking(undefined)}>
              Leave it
            </Button>
            <Button
              onClick={() => {
                if (asking) sync.mutate(asking);
                setAsking(undefined);
              }}
            >
              Read all
            </Button>
          </>
        }
      >
        <p>
          Without a user and a day this also removes every document whose entry is gone, however many that
          are.
        </p>
      </Dialog>
    </>
  );
}

function readForm(form: FormData): SyncRequest {
  const user = textOf(form, "user").trim();
  const since = textOf(form, "since").trim();
  return {
    ...(user === "" ? {} : { user_id: user }),
    ...(since === "" ? {} : { since }),
    ...(form.has("force") ? { force: true } : {}),
  };
}

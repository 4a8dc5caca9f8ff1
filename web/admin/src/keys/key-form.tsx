import { type ApiKeyCreate, NewApiKey, SCOPES } from "@cosmic/contract";
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { request } from "../../../src/api/request.ts";
import { textOf } from "../../../src/session/form.tsx";
import { useAction } from "../api/use-action.ts";
import styles from "../parts/form.module.css";

export function KeyForm({ onNew }: { onNew: (key: NewApiKey) => void }) {
  const [missing, setMissing] = useState(false);
  const make = useAction(
    (body: ApiKeyCreate) => request(NewApiKey, "/v1/access/keys/", { method: "POST", body }),
    ({ name }) => `${name} was made.`,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const wanted = readForm(new FormData(form));
    setMissing(wanted.scopes.length === 0);
    if (wanted.scopes.length === 0) return;
    make.mutate(wanted, {
      onSuccess: (key) => {
        form.reset();
        onNew(key);
      },
    });
  };
  return (
    <form className={styles.stack} onSubmit={submit}>
      <div className={styles.form}>
        <TextInput label="Name" name="name" required maxLength={100} />
        <TextInput label="Only for this user" name="user" description="Empty: for all" />
        <TextInput label="Expires" name="expires" type="date" description="Empty: never" />
      </div>
      <fieldset>
        <legend>Scopes</legend>
        {SCOPES.map((scope) => (
          <label key={scope} className={styles.check}>
            <input type="checkbox" name="scope" value={scope} /> {scope}
          </label>
        ))}
      </fieldset>
      <div role="alert">{missing && "A key needs at least one scope."}</div>
      <div>
        <Button type="submit" loading={make.isPending}>
          Make a key
        </Button>
      </div>
    </form>
  );
}

function readForm(form: FormData): ApiKeyCreate {
  const user = textOf(form, "user").trim();
  const expires = textOf(form, "expires");
  const chosen = form.getAll("scope");
  return {
    name: textOf(form, "name"),
    scopes: SCOPES.filter((scope) => chosen.includes(scope)),
    ...(user === "" ? {} : { user_id: user }),
    ...(expires === "" ? {} : { expires_at: `${expires}T00:00:00Z` }),
  };
}

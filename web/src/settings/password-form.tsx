import { Button, PasswordInput } from "@mantine/core";
import "@mantine/core/styles/ActionIcon.layer.css";
import "@mantine/core/styles/PasswordInput.layer.css";
import type { PasswordChange } from "@cosmic/contract/app";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { command } from "../api/request.ts";
import { useAccount } from "../session/account.ts";
import { FormError, textOf } from "../session/form.tsx";
import styles from "./settings-page.module.css";

export function PasswordForm() {
  const { email } = useAccount();
  const form = useRef<HTMLFormElement>(null);
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: (body: PasswordChange) => command("/auth/password", { method: "POST", body }),
    onSuccess: () => form.current?.reset(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    mutate({ current: textOf(data, "current"), next: textOf(data, "next") });
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit}>
      {/* For the browser's own store of passwords. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput label="Current password" name="current" autoComplete="current-password" required />
      <PasswordInput
        label="New password"
        description="At least 10 characters. Other devices are signed out."
        name="next"
        autoComplete="new-password"
        minLength={10}
        maxLength={200}
        required
      />
      <FormError error={error} />
      <div>
        <Button type="submit" variant="default" loading={isPending}>
          Change the password
        </Button>
      </div>
      <p role="status">{isSuccess && "The password is changed."}</p>
    </form>
  );
}

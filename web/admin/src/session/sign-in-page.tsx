import { Button, PasswordInput, TextInput } from "@mantine/core";
import "@mantine/core/styles/ActionIcon.layer.css";
import "@mantine/core/styles/PasswordInput.layer.css";
import type { FormEvent } from "react";
import { ApiProblem } from "../../../src/api/problem.ts";
import styles from "../../../src/session/entrance.module.css";
import { FormError, textOf } from "../../../src/session/form.tsx";
import { Mark } from "../../../src/shell/mark.tsx";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { useSignIn } from "./session.ts";

export function SignInPage() {
  const signIn = useSignIn();
  const { error } = signIn;
  const wantsCode =
    error instanceof ApiProblem && (error.code === "code_required" || error.field === "/code");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const code = textOf(form, "code");
    signIn.mutate({
      email: textOf(form, "email"),
      password: textOf(form, "password"),
      ...(code === "" ? {} : { code }),
    });
  };
  return (
    <main className={styles.page} id="content" tabIndex={-1}>
      <p className={styles.brand}>
        <Mark /> Cosmic Insights, admin
      </p>
      <PageTitle>Sign in</PageTitle>
      <form className={styles.form} onSubmit={submit}>
        <TextInput label="E-mail" name="email" type="email" autoComplete="username" required size="md" />
        <PasswordInput label="Password" name="password" autoComplete="current-password" required size="md" />
        <TextInput
          label="Code of the authenticator"
          description={wantsCode ? undefined : "Only if you use one"}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]{6}"
          required={wantsCode}
          size="md"
        />
        <FormError error={error} />
        <Button type="submit" size="md" loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <p>
        The first admin is made with <code>npx cosmic create-superuser</code>.
      </p>
    </main>
  );
}

import { Button, PasswordInput, TextInput } from "@mantine/core";
import "@mantine/core/styles/ActionIcon.layer.css";
import "@mantine/core/styles/PasswordInput.layer.css";
import type { FormEvent } from "react";
import { Link } from "wouter";
import styles from "./entrance.module.css";
import { FormError, textOf } from "./form.tsx";
import { Frame } from "./frame.tsx";
import { useSignIn } from "./session.ts";

export function SignInPage() {
  const signIn = useSignIn();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: textOf(form, "email"), password: textOf(form, "password") });
  };
  return (
    <Frame title="Sign in">
      <form className={styles.form} onSubmit={submit}>
        <TextInput label="E-mail" name="email" type="email" autoComplete="username" required size="md" />
        <PasswordInput label="Password" name="password" autoComplete="current-password" required size="md" />
        <FormError error={signIn.error} />
        <Button type="submit" size="md" loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <p>
        New here? <Link href="/sign-up">Begin a journal</Link>
      </p>
    </Frame>
  );
}

import { Button, PasswordInput, TextInput } from "@mantine/core";
import "@mantine/core/styles/ActionIcon.layer.css";
import "@mantine/core/styles/PasswordInput.layer.css";
import type { FormEvent } from "react";
import { Link, useLocation } from "wouter";
import styles from "./entrance.module.css";
import { FormError, textOf } from "./form.tsx";
import { Frame } from "./frame.tsx";
import { useSignUp } from "./session.ts";

/** As in `SignUp` of the contract. */
const SHORTEST_PASSWORD = 10;

export function SignUpPage() {
  const signUp = useSignUp();
  const [, navigate] = useLocation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = textOf(form, "name").trim();
    signUp.mutate(
      { email: textOf(form, "email"), password: textOf(form, "password"), ...(name ? { name } : {}) },
      { onSuccess: () => navigate("/journal", { replace: true }) },
    );
  };
  return (
    <Frame title="Begin a journal">
      <form className={styles.form} onSubmit={submit}>
        <TextInput
          label="Name"
          description="Optional"
          name="name"
          autoComplete="name"
          maxLength={100}
          size="md"
        />
        <TextInput label="E-mail" name="email" type="email" autoComplete="username" required size="md" />
        <PasswordInput
          label="Password"
          description={`At least ${SHORTEST_PASSWORD} characters`}
          name="password"
          autoComplete="new-password"
          minLength={SHORTEST_PASSWORD}
          maxLength={200}
          required
          size="md"
        />
        <FormError error={signUp.error} />
        <Button type="submit" size="md" loading={signUp.isPending}>
          Begin
        </Button>
      </form>
      <p>
        You have one already? <Link href="/sign-in">Sign in</Link>
      </p>
    </Frame>
  );
}

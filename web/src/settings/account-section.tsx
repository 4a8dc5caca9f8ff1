import { Button } from "@mantine/core";
import { useLocation } from "wouter";
import { useDrafts } from "../journal/drafts/drafts.ts";
import { sendWaiting } from "../journal/drafts/send-waiting.ts";
import { useAccount } from "../session/account.ts";
import { useSignOut } from "../session/session.ts";
import { PasswordForm } from "./password-form.tsx";
import { Section } from "./section.tsx";

export function AccountSection() {
  const { email, name } = useAccount();
  const drafts = useDrafts();
  const { mutate, isPending, error } = useSignOut();
  const [, navigate] = useLocation();
  const signOut = async () => {
    // What is kept on this device would wait for the next time this user signs in here.
    await sendWaiting(drafts, () => {});
    mutate(undefined, { onSuccess: () => navigate("/sign-in") });
  };
  return (
    <Section title="Account">
      <p>
        Signed in as {name ? `${name}, ${email}` : email}.{" "}
        <Button variant="subtle" size="compact-md" onClick={signOut} loading={isPending}>
          Sign out
        </Button>
      </p>
      {error && <p role="alert">{error.message}</p>}
      <PasswordForm />
    </Section>
  );
}

import { useAccount } from "../session/account.ts";
import { PasswordForm } from "./password-form.tsx";
import { Section } from "./section.tsx";
import { SignOut } from "./sign-out.tsx";

export function AccountSection() {
  const { email, name } = useAccount();
  return (
    <Section title="Account">
      <div>
        Signed in as {name ? `${name}, ${email}` : email}. <SignOut />
      </div>
      <PasswordForm />
    </Section>
  );
}

import type { Account, PasswordChange, SignIn, SignUp } from "@cosmic/contract/app";
import {
  checkPassword,
  hashPassword,
  nobodysHash,
  normaliseEmail,
} from "../../../service/src/access/password.ts";
import { AppError } from "../errors.ts";
import type { AccountRecord, Store } from "../stores/store.ts";

/** @throws AppError `email_taken` */
export async function signUp(store: Store, { email, password, name }: SignUp): Promise<AccountRecord> {
  // Before the address is looked for, so that the time tells nothing of it.
  const passwordHash = await hashPassword(password);
  const added = await store.accounts.add({
    email: normaliseEmail(email),
    name: name?.trim() ?? "",
    passwordHash,
    createdAt: new Date(),
  });
  if (added) return added;
  throw new AppError(
    "email_taken",
    "There is an account with this address already. Sign in, or use another.",
    {
      field: "/email",
    },
  );
}

/** @throws AppError `wrong_credentials`, the same and after the same time whether or not there is such an account */
export async function signIn(store: Store, { email, password }: SignIn): Promise<AccountRecord> {
  const account = await store.accounts.findByEmail(normaliseEmail(email));
  const { right, outdated } = await checkPassword(password, account?.passwordHash ?? (await nobodysHash()));
  if (!account || !right) {
    throw new AppError("wrong_credentials", "There is no account with this address and password.");
  }
  if (outdated) await store.accounts.setPasswordHash(account.id, await hashPassword(password));
  return account;
}

/** @throws AppError `wrong_password` */
export async function confirmPassword(
  account: AccountRecord,
  password: string,
  field: string,
): Promise<void> {
  const { right } = await checkPassword(password, account.passwordHash);
  if (!right) throw new AppError("wrong_password", "This is not the password of the account.", { field });
}

/** @throws AppError `wrong_password` */
export async function changePassword(
  store: Store,
  account: AccountRecord,
  { current, next }: PasswordChange,
): Promise<void> {
  await confirmPassword(account, current, "/current");
  await store.accounts.setPasswordHash(account.id, await hashPassword(next));
}

export function toAccount({ id, email, name, createdAt }: AccountRecord): Account {
  return { id, email, name, created_at: createdAt.toISOString() };
}

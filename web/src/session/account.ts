import type { Account } from "@cosmic/contract/app";
import { createContext, use } from "react";

export const AccountContext = createContext<Account | null>(null);

/** Who is signed in; only within the gate. */
export function useAccount(): Account {
  const account = use(AccountContext);
  if (!account) throw new Error("useAccount is used outside of the session gate.");
  return account;
}

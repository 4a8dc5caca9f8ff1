import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { AccountContext } from "./account.ts";
import { NotThere } from "./not-there.tsx";
import { sessionQuery } from "./session.ts";

/** Shows the app to those who are signed in and the entrance to everybody else. */
export function Gate({ children, entrance }: { children: ReactNode; entrance: ReactNode }) {
  const { data: account, isPending, isError, error, refetch, isFetching } = useQuery(sessionQuery);
  if (isPending) return null;
  if (isError && account === undefined) {
    return <NotThere error={error} retry={refetch} isRetrying={isFetching} />;
  }
  return account ? <AccountContext value={account}>{children}</AccountContext> : entrance;
}

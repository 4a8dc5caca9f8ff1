import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { AccountContext } from "./account.ts";
import styles from "./entrance.module.css";
import { sessionQuery } from "./session.ts";

/** Shows the app to those who are signed in and the entrance to everybody else. */
export function Gate({ children, entrance }: { children: ReactNode; entrance: ReactNode }) {
  const { data: account, isPending, isError, error, refetch, isFetching } = useQuery(sessionQuery);
  if (isPending) return null;
  if (isError && account === undefined) {
    return (
      <main className={styles.page}>
        <h1>Not there yet</h1>
        <p role="alert">{error.message}</p>
        <Button onClick={() => refetch()} loading={isFetching}>
          Try again
        </Button>
      </main>
    );
  }
  return account ? <AccountContext value={account}>{children}</AccountContext> : entrance;
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import styles from "../../../src/session/entrance.module.css";
import { sessionQuery, WhoContext } from "./session.ts";
import { SignInPage } from "./sign-in-page.tsx";

/** Shows the app to those who may use it, and the way in to everybody else. */
export function Gate({ children }: { children: ReactNode }) {
  const { data: who, isPending, isError, error, refetch, isFetching } = useQuery(sessionQuery);
  if (isPending) return null;
  if (isError && who === undefined) {
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
  return who ? <WhoContext value={who}>{children}</WhoContext> : <SignInPage />;
}

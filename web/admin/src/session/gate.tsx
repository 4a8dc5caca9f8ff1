import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { NotThere } from "../../../src/session/not-there.tsx";
import { sessionQuery, WhoContext } from "./session.ts";
import { SignInPage } from "./sign-in-page.tsx";

/** Shows the app to those who may use it, and the way in to everybody else. */
export function Gate({ children }: { children: ReactNode }) {
  const { data: who, isPending, isError, error, refetch, isFetching } = useQuery(sessionQuery);
  if (isPending) return null;
  if (isError && who === undefined) {
    return <NotThere error={error} retry={refetch} isRetrying={isFetching} />;
  }
  return who ? <WhoContext value={who}>{children}</WhoContext> : <SignInPage />;
}

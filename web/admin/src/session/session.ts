import { type AdminSignIn, WhoAmI } from "@cosmic/contract";
import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { createContext, use } from "react";
import { isProblem } from "../../../src/api/problem.ts";
import { command, request } from "../../../src/api/request.ts";

const SESSION = "/v1/access/session/";

/** Who is signed in, or null. While access control is off, everyone on this machine is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<WhoAmI | null> => {
    try {
      return await request(WhoAmI, SESSION, { signal });
    } catch (error) {
      if (isProblem(error, 401)) return null;
      throw error;
    }
  },
});

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AdminSignIn) => request(WhoAmI, SESSION, { method: "POST", body }),
    onSuccess: (who) => beginAs(client, who),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => command(SESSION, { method: "DELETE" }),
    onSuccess: () => beginAs(client, null),
  });
}

/** Nothing of what one admin saw is kept for the next at the same screen. */
export function beginAs(client: QueryClient, who: WhoAmI | null): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
  client.setQueryData(sessionQuery.queryKey, who);
}

export const WhoContext = createContext<WhoAmI | null>(null);

/** Who uses the app; only within the gate. */
export function useWho(): WhoAmI {
  const who = use(WhoContext);
  if (!who) throw new Error("useWho is used outside of the gate.");
  return who;
}

import { Account, type SignIn, type SignUp } from "@cosmic/contract/app";
import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { KEYS } from "../api/keys.ts";
import { isProblem } from "../api/problem.ts";
import { command, request } from "../api/request.ts";

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({
  queryKey: [KEYS.session],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<Account | null> => {
    try {
      return await request(Account, "/auth/session", { signal });
    } catch (error) {
      if (isProblem(error, 401)) return null;
      throw error;
    }
  },
});

export function useSignIn() {
  return useEnter((body: SignIn) => request(Account, "/auth/sign-in", { method: "POST", body }));
}

export function useSignUp() {
  return useEnter((body: SignUp) => request(Account, "/auth/sign-up", { method: "POST", body }));
}

function useEnter<Body>(mutationFn: (body: Body) => Promise<Account>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (account) => beginAs(client, account),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => command("/auth/sign-out", { method: "POST" }),
    onSuccess: () => beginAs(client, null),
  });
}

/** Nothing of one writer may be shown to the next at the same screen. */
export function beginAs(client: QueryClient, account: Account | null): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEYS.session });
  client.setQueryData(sessionQuery.queryKey, account);
}

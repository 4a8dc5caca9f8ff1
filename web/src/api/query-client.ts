import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isPassing, isProblem } from "./problem.ts";

const RETRIES = 2;

/**
 * @param onSignedOut called when an answer says that the session has ended
 * @param signedOutCode by which it says so
 */
export function createQueryClient(onSignedOut: () => void, signedOutCode = "not_signed_in"): QueryClient {
  const watch = (error: Error) => {
    // A wrong password is a 401 as well.
    if (isProblem(error, 401) && error.code === signedOutCode) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        // A server on this machine answers without a network; a request that fails says so itself.
        networkMode: "always",
        staleTime: 30_000,
        retry: (failures, error) => failures < RETRIES && isPassing(error),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

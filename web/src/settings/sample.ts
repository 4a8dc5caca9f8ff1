import { SampleState } from "@cosmic/contract/app";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { KEYS } from "../api/keys.ts";
import { command, request } from "../api/request.ts";

export const sampleQuery = queryOptions({
  queryKey: [KEYS.sample],
  queryFn: ({ signal }) => request(SampleState, "/sample", { signal }),
});

export const useLoadSample = () => useSample("POST");
export const useRemoveSample = () => useSample("DELETE");

function useSample(method: "POST" | "DELETE") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => command("/sample", { method }),
    // All that is shown of the journal has changed; the button waits until it is there.
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEYS.session }),
  });
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { say } from "../shell/said.tsx";

/** Changes something, says how that went, and has everything that is shown asked for again. */
export function useAction<Input = void, Answer = unknown>(
  act: (input: Input) => Promise<Answer>,
  said: string | ((answer: Answer) => string),
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (answer) => {
      say(typeof said === "string" ? said : said(answer));
      return client.invalidateQueries();
    },
    onError: (error) => say(error.message, "error"),
  });
}

import { useSearchParams } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import { locate, type Span, spanOfAddress } from "./passage.ts";

/** The passage that a link leads to: its place is in the address, its words beside it. */
export function usePassage(text: string): Span | undefined {
  const [parameters] = useSearchParams();
  const state: unknown = useHistoryState();
  return locate(text, spanOfAddress(parameters.get("at")), wordsOf(state));
}

export interface PassageState {
  passage: string;
}

function wordsOf(state: unknown): string | undefined {
  if (typeof state !== "object" || state === null || !("passage" in state)) return undefined;
  return typeof state.passage === "string" ? state.passage : undefined;
}

import { useEffect, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import { Notice } from "../../../src/shell/notice.tsx";

interface Message {
  text: string;
  kind: "plain" | "error";
  at: number;
}

/** What is said as another page comes, as after a deletion, is said on that page. */
const FRESH_MS = 1_000;

let message: Message | undefined;
const listeners = new Set<() => void>();

/** Says above the page how the last thing went that somebody did, to eyes and to readers. */
export function say(text: string, kind: Message["kind"] = "plain"): void {
  put({ text, kind, at: performance.now() });
}

export function Said() {
  const said = useSyncExternalStore(subscribe, () => message);
  const [path] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said belongs to the page it was said on
  useEffect(() => {
    if (message && performance.now() - message.at > FRESH_MS) put(undefined);
  }, [path]);
  return (
    <div role="status" aria-live="polite">
      {said && <Notice kind={said.kind}>{said.text}</Notice>}
    </div>
  );
}

function put(next: Message | undefined): void {
  message = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

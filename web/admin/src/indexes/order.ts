import { command } from "../../../src/api/request.ts";

/** What tells the service to do something, and has no answer that is needed. */
export function order(path: string, method: "POST" | "DELETE" = "POST"): () => Promise<void> {
  return () => command(path, { method });
}

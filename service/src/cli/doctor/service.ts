import { Health } from "@cosmic/contract";
import type { Session } from "../session.ts";
import { type Check, fail, ok } from "./check.ts";
import { checkDocuments, checkIndex } from "./documents.ts";

/** What a running server says of what it depends on. */
export async function* checkService(session: Session): AsyncGenerator<Check> {
  const { dependencies, documents, index } = await session.get("/health/", Health);
  for (const { name, kind, status, version, error } of dependencies) {
    const title = `${name.charAt(0).toUpperCase()}${name.slice(1).replace("_", " ")}`;
    if (status === "ok") yield ok(title, version ? `${kind}, ${version}` : kind);
    else
      yield fail(title, `${kind}: ${error ?? "failing"}`, "See to it, then look at the log of the server.");
  }
  yield* checkDocuments(documents, true);
  yield checkIndex(index, documents);
}

import { Health, type Spending } from "@cosmic/contract";
import type { Session } from "../session.ts";
import { describeSpending } from "../spending.ts";
import { type Check, fail, ok, warn } from "./check.ts";
import { checkDocuments, checkIndex } from "./documents.ts";

/** What a running server says of what it depends on. */
export async function* checkService(session: Session): AsyncGenerator<Check> {
  const { dependencies, documents, index, spending } = await session.get("/health/", Health);
  for (const { name, kind, status, version, error } of dependencies) {
    const title = `${name.charAt(0).toUpperCase()}${name.slice(1).replace("_", " ")}`;
    if (status === "ok") yield ok(title, version ? `${kind}, ${version}` : kind);
    else
      yield fail(title, `${kind}: ${error ?? "failing"}`, "See to it, then look at the log of the server.");
  }
  if (spending && spending.requests > 0) yield checkSpending(spending);
  yield* checkDocuments(documents, true);
  yield checkIndex(index, documents);
}

function checkSpending(spending: Spending): Check {
  const found = describeSpending(spending);
  if (!spending.used_up) return ok("Spending", found);
  return warn("Spending", found, "Raise EMBEDDING_DAILY_BUDGET_USD or _TOKENS if they should not.");
}

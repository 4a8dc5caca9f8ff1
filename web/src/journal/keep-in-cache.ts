import type { JournalEntryView } from "@cosmic/contract/app";
import type { QueryClient } from "@tanstack/react-query";
import { KEYS } from "../api/keys.ts";
import { entryQuery } from "./entries.ts";

/** What was saved is what is shown; lists that it may be in are asked for again when they are. */
export function keepInCache(client: QueryClient, entry: JournalEntryView): void {
  client.setQueryData(entryQuery(entry.id).queryKey, entry);
  client.invalidateQueries({ queryKey: [KEYS.journal, "month"] });
  client.invalidateQueries({ queryKey: [KEYS.journal, "newest"] });
  client.invalidateQueries({ queryKey: [KEYS.vocabulary] });
}

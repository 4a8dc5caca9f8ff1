import type { JournalEntryView } from "@cosmic/contract/app";
import { useQuery } from "@tanstack/react-query";
import { useConnected } from "../live/connection.ts";
import { useStatus } from "../live/statuses.ts";
import { entryQuery } from "./entries.ts";
import styles from "./search-state.module.css";

/** Without the stream of events the entry is asked for again this often. */
const ASK_MS = 3_000;

/** Whether an entry can be found by search already; changes by itself. */
export function SearchState({ entry }: { entry: JournalEntryView }) {
  const streaming = useConnected();
  const { data = entry } = useQuery({
    ...entryQuery(entry.id),
    enabled: !streaming,
    refetchInterval: ({ state }) => (state.data?.document?.status === "completed" ? false : ASK_MS),
  });
  const status = useStatus(data.updated_at > entry.updated_at ? data : withDocument(entry, data));
  return (
    <span role="status" className={styles.state} data-status={status ?? "pending"}>
      {status === "completed" && "Searchable"}
      {status === "failed" && "Not searchable"}
      {status !== "completed" && status !== "failed" && "Soon searchable"}
    </span>
  );
}

/** Two answers about the same version of the entry: the document of the later one. */
function withDocument(entry: JournalEntryView, data: JournalEntryView): JournalEntryView {
  return data.updated_at === entry.updated_at ? { ...entry, document: data.document } : entry;
}

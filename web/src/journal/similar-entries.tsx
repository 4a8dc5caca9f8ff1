import type { JournalEntryView } from "@cosmic/contract/app";
import { SimilarDocuments } from "@cosmic/contract/search";
import { useQuery } from "@tanstack/react-query";
import { Type } from "typebox";
import { KEYS } from "../api/keys.ts";
import { isProblem } from "../api/problem.ts";
import { request } from "../api/request.ts";
import { shortDate } from "../dates/words.ts";
import { useStatus } from "../live/statuses.ts";
import { EntryHit } from "./hits.ts";
import { Near, NearLink, NearSkeleton } from "./near.tsx";
import { beginning } from "./words.ts";

const MOST = 5;
const Similar = Type.Object({ ...SimilarDocuments.properties, results: Type.Array(EntryHit) });

/** Entries about the same things. */
export function SimilarEntries({ entry }: { entry: JournalEntryView }) {
  const status = useStatus(entry);
  const { data, error } = useQuery({
    // Another status is another answer.
    queryKey: [KEYS.insights, "similar", entry.id, entry.updated_at, status],
    queryFn: ({ signal }) => fetchSimilar(entry.id, signal),
  });
  return (
    <Near title="Similar entries">
      {data === undefined && !error && <NearSkeleton rows={MOST} />}
      {error && <p>They cannot be shown now. {error.message}</p>}
      {data === null && <p>They appear here once this entry has been read.</p>}
      {data?.count === 0 && <p>Nothing is like this one yet.</p>}
      {data && (
        <ul>
          {data.results.map((hit) => (
            <NearLink
              key={hit.document_id}
              entryId={hit.source_id}
              title={hit.title || beginning(hit.text, 60)}
              date={shortDate(hit.entry_date ?? hit.created_at)}
              excerpt={beginning(hit.passage.text, 110)}
            />
          ))}
        </ul>
      )}
    </Near>
  );
}

/** Null while the entry itself has not been read. */
async function fetchSimilar(entryId: string, signal: AbortSignal) {
  try {
    const path = `/insights/similar/${encodeURIComponent(entryId)}`;
    const similar = await request(Similar, path, { query: { top_k: MOST }, signal });
    return similar.indexed ? similar : null;
  } catch (error) {
    if (isProblem(error, 404)) return null;
    throw error;
  }
}

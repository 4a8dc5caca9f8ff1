import type { LoadedCorpus } from "./load-corpus.ts";
import type { MeasuredService } from "./measured-service.ts";

const AT_ONCE = 4;

/** Deletes the documents of a corpus from a service that goes on without the evaluation. */
export async function removeCorpus({ client }: MeasuredService, { corpusIds }: LoadedCorpus): Promise<void> {
  const ids = corpusIds.keys();
  const removeRest = async () => {
    for (const id of ids) await client.DELETE("/api/v1/documents/{id}/", { params: { path: { id } } });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, removeRest));
}

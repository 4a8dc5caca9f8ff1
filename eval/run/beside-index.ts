import { createSearchIndex } from "../../service/src/ports/search-index/create.ts";
import type { DocumentHit, LexicalQuery } from "../../service/src/ports/search-index/search-index.ts";
import type { MeasuredService } from "./measured-service.ts";

/** The index that a service searches, opened beside it for what HTTP does not tell: the scores of the words. */
export interface BesideIndex extends AsyncDisposable {
  searchLexical(query: LexicalQuery): Promise<DocumentHit[]>;
}

/** Only reads. Undefined where the service was started by others, with stores that are not known here. */
export async function openBesideIndex(service: MeasuredService): Promise<BesideIndex | undefined> {
  if (!service.config) return undefined;
  const { index } = await service.health();
  const opened = await createSearchIndex(service.config.searchIndex);
  return {
    searchLexical: (query) => opened.searchLexical(index.id, query),
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

import { createSearchIndex } from "../../service/src/ports/search-index/create.ts";
import type { DocumentHit, LexicalQuery } from "../../service/src/ports/search-index/search-index.ts";
import { type AblatedWords, openAblatedWords } from "./ablated-words.ts";
import type { MeasuredService } from "./measured-service.ts";

/** The index that a service searches, opened beside it for what HTTP does not tell: the scores of the words. */
export interface BesideIndex extends AsyncDisposable {
  searchLexical(query: LexicalQuery): Promise<DocumentHit[]>;
  /** The keyword leg with a part off; absent where the index is not a file. */
  ablated: AblatedWords | undefined;
}

/** Only reads. Undefined where the service was started by others, with stores that are not known here. */
export async function openBesideIndex(service: MeasuredService): Promise<BesideIndex | undefined> {
  if (!service.config) return undefined;
  const { index } = await service.health();
  const opened = await createSearchIndex(service.config.searchIndex);
  const ablated = openAblatedWords(service.config.searchIndex, index.id);
  return {
    ablated,
    searchLexical: (query) => opened.searchLexical(index.id, query),
    async [Symbol.asyncDispose]() {
      ablated?.[Symbol.dispose]();
      await opened.close();
    },
  };
}

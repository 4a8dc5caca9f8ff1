import type { Health } from "@cosmic/contract";
import type { Config } from "../../service/src/config.ts";
import type { MeasuredBy } from "../report/saved-run.ts";

/** What was measured, without anything that could be secret. */
export function describeService(health: Health, config: Config | undefined): MeasuredBy {
  return {
    version: health.version,
    index: { id: health.index.id, model: health.index.model },
    dependencies: health.dependencies.map(({ name, kind, version }) => ({
      name,
      kind,
      ...(version === undefined ? {} : { version }),
    })),
    settings: config
      ? {
          passageTokens: config.passages.size,
          passageOverlap: config.passages.overlap,
          embedTitle: config.passages.withTitle,
          maxTokens: config.embedding.maxTokens,
          workers: config.embedding.workers,
        }
      : null,
  };
}

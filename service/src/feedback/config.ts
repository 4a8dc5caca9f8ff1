import type { EnvReader } from "../env-reader.ts";

export interface FeedbackConfig {
  /** Whether it is kept what people say about hits, with their queries. */
  kept: boolean;
}

export function readFeedbackConfig(read: EnvReader): FeedbackConfig {
  return { kept: read.flag("SEARCH_FEEDBACK", false) };
}

import type { UserFootprint } from "@cosmic/contract";
import { auditStore, keyStore } from "./access-stores.ts";
import { documentStore, embeddingStore } from "./document-store.ts";
import { encryptionKeyStore } from "./encryption-key-store.ts";
import { eventStore } from "./event-store.ts";
import { experimentStore } from "./experiment-store.ts";
import { indexStore } from "./index-store.ts";
import { jobStore } from "./job-store.ts";
import { journalStore } from "./journal-store.ts";
import { objectStore } from "./object-store.ts";
import type { UserStore } from "./store.ts";
import { themeStore } from "./theme-store.ts";
import { adapterStore, feedbackStore } from "./tuning-store.ts";

/**
 * Every place that keeps something of users, in the order in which it is erased: first what others are made of, then
 * the documents, then what was made of them. TypeScript refuses a list that misses one of the receipt.
 */
export const STORES: Record<keyof UserFootprint, UserStore> = {
  // First: from then on nobody can read what is left, wherever it is.
  encryption_keys: encryptionKeyStore,
  journal_entries: journalStore,
  search_feedback: feedbackStore,
  experiments: experimentStore,
  documents: documentStore,
  embeddings: embeddingStore,
  index_passages: indexStore,
  themes: themeStore,
  jobs: jobStore,
  events: eventStore,
  objects: objectStore,
  adapters: adapterStore,
  api_keys: keyStore,
  audit_entries: auditStore,
};

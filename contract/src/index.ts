export * from "./documents.ts";
export * from "./embeddings.ts";
export * from "./errors.ts";
export * from "./health.ts";
export * from "./jobs.ts";
export * from "./search.ts";
export * from "./shapes.ts";
export * from "./sync.ts";

import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { VERSION } from "../version.ts";

/** How the routes' schemas become the OpenAPI document. */
export const openApiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: "3.1.0",
    info: {
      title: "Cosmic Insights",
      version: VERSION,
      description: "Embeddings, semantic search and insight over what people write about their lives.",
      license: { name: "MIT", identifier: "MIT" },
    },
    tags: [
      { name: "documents", description: "Texts of users, embedded in the background" },
      { name: "embeddings", description: "Which passage of a document has which vector" },
      { name: "search", description: "Find documents by meaning and by word" },
      { name: "sync", description: "Read the journal" },
      { name: "jobs", description: "Work in the background" },
      { name: "health", description: "What runs and what does not" },
    ],
  },
};

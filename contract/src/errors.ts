import { type Static, Type } from "typebox";

/** Every code the service answers with. A code never changes its meaning. */
export const ERROR_CODES = [
  "bad_json",
  "bad_request",
  "invalid_type",
  "invalid_value",
  "missing_field",
  "unknown_field",
  "empty_text",
  "text_too_large",
  "text_too_long",
  "invalid_characters",
  "invalid_date",
  "invalid_cursor",
  "too_many_items",
  "body_too_large",
  "unsupported_media_type",
  "forbidden",
  "not_found",
  "document_not_found",
  "embedding_not_found",
  "job_not_found",
  "job_already_ended",
  "conflict",
  "user_erased",
  "erasure_not_found",
  "overloaded",
  "embedder_unavailable",
  "reranker_unavailable",
  "index_unavailable",
  "index_not_found",
  "database_unavailable",
  "queue_unavailable",
  "objects_unavailable",
  "journal_unavailable",
  "storage_full",
  "storage_read_only",
  "data_folder_locked",
  "data_folder_not_empty",
  "backup_running",
  "backup_invalid",
  "backup_unsupported",
  "invalid_configuration",
  "model_not_found",
  "model_unreachable",
  "dimension_mismatch",
  "cancelled",
  "stopping",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** RFC 9457 problem details. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: "URI of the kind of problem; docs/errors.md has them all" }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.Enum([...ERROR_CODES], { description: "Stable code, for programs" }),
    detail: Type.String({ description: "What is wrong and what to do, for people" }),
    field: Type.Optional(Type.String({ description: "JSON pointer to what is wrong in the input" })),
    errors: Type.Optional(
      Type.Array(
        Type.Object({ field: Type.String(), code: Type.Enum([...ERROR_CODES]), detail: Type.String() }),
      ),
    ),
    request_id: Type.Optional(Type.String()),
  },
  { $id: "Problem", additionalProperties: false },
);
export type Problem = Static<typeof Problem>;

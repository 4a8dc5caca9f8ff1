import { type Static, Type } from "typebox";
import { Timestamp, Uuid } from "./shapes.ts";

export const FeedbackCreate = Type.Object(
  {
    user_id: Type.String({ minLength: 1, maxLength: 200 }),
    query: Type.String({ minLength: 1, maxLength: 2_000, pattern: "\\S" }),
    document_id: Uuid,
    helpful: Type.Boolean({ description: "Whether the document answers the query" }),
  },
  { $id: "FeedbackCreate", additionalProperties: false },
);
export type FeedbackCreate = Static<typeof FeedbackCreate>;

export const Feedback = Type.Object(
  {
    id: Uuid,
    user_id: Type.String(),
    query: Type.String(),
    document_id: Uuid,
    helpful: Type.Boolean(),
    created_at: Timestamp,
  },
  { $id: "Feedback", additionalProperties: false },
);
export type Feedback = Static<typeof Feedback>;

import { type Static, Type } from "typebox";
import { Timestamp } from "./shapes.ts";

export const RecreatedIndex = Type.Object(
  { index_id: Type.String(), queued: Type.Integer({ description: "Documents that will be embedded again" }) },
  { $id: "RecreatedIndex", additionalProperties: false },
);
export type RecreatedIndex = Static<typeof RecreatedIndex>;

/** What the last comparison of the rows with the active index found and mended. */
export const Reconciliation = Type.Object(
  {
    index_id: Type.String(),
    started_at: Timestamp,
    ended_at: Timestamp,
    compared: Type.Integer({ description: "Documents that are completed, in the index, or both" }),
    queued: Type.Integer({ description: "Documents that the index lacked; they are embedded again" }),
    removed: Type.Integer({ description: "Documents that only the index had; they were removed from it" }),
    passages: Type.Integer({ description: "Passages that the rows name" }),
    passages_indexed: Type.Integer({ description: "Passages that the index has" }),
  },
  { $id: "Reconciliation", additionalProperties: false },
);
export type Reconciliation = Static<typeof Reconciliation>;

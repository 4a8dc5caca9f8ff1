import { type Static, Type } from "typebox";

export const RecreatedIndex = Type.Object(
  { index_id: Type.String(), queued: Type.Integer({ description: "Documents that will be embedded again" }) },
  { $id: "RecreatedIndex", additionalProperties: false },
);
export type RecreatedIndex = Static<typeof RecreatedIndex>;

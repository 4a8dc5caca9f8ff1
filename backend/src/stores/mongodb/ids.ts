import { createHash } from "node:crypto";
import { ObjectId } from "mongodb";

export const isObjectId = (id: string) => /^[0-9a-f]{24}$/i.test(id);

/** The same id for the same sample entry of the same user. */
export function sampleObjectId(userId: string, sampleId: string): ObjectId {
  return new ObjectId(createHash("sha256").update(`${userId} ${sampleId}`).digest().subarray(0, 12));
}

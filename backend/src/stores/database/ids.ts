import { createHash } from "node:crypto";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What PostgreSQL takes for a UUID; other ids are in no table. */
export const isUuid = (id: string) => UUID.test(id);

/** The same UUID (version 8, RFC 9562) for the same sample entry of the same user. */
export function sampleUuid(userId: string, sampleId: string): string {
  const hash = createHash("sha256").update(`${userId} ${sampleId}`).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { CosmicError } from "../../../errors.ts";
import type { LinkOptions } from "../objects.ts";
import type { Target } from "./upload.ts";

/** What S3 allows. */
const LONGEST_SECONDS = 7 * 24 * 60 * 60;

/** Signed here; the store is not asked. @throws CosmicError `invalid_value` */
export async function downloadLink(
  client: S3Client,
  target: Target,
  { expiresSeconds, fileName }: LinkOptions,
): Promise<string> {
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < 1 || expiresSeconds > LONGEST_SECONDS) {
    throw new CosmicError("invalid_value", `A link lasts from 1 to ${LONGEST_SECONDS} seconds.`);
  }
  const command = new GetObjectCommand({
    ...target,
    ...(fileName !== undefined && { ResponseContentDisposition: attachment(fileName) }),
  });
  return getSignedUrl(client, command, { expiresIn: expiresSeconds });
}

/** RFC 6266: the name in ASCII for old programs, and as it is. */
function attachment(fileName: string): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(fileName.toWellFormed()).replaceAll(/['()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

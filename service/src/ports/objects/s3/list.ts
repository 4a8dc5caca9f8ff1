import { paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { ObjectInfo } from "../objects.ts";

/** A page at a time. S3 lists in the order of the keys' UTF-8 bytes. */
export async function* listObjects(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<ObjectInfo> {
  // Encoded, as XML has no way to write some characters that a key may have.
  const query = { Bucket: bucket, Prefix: prefix, EncodingType: "url" } as const;
  for await (const { Contents, EncodingType } of paginateListObjectsV2({ client }, query)) {
    for (const { Key, Size, LastModified } of Contents ?? []) {
      if (Key === undefined || Size === undefined || LastModified === undefined) continue;
      const key = EncodingType === "url" ? decodeURIComponent(Key.replaceAll("+", " ")) : Key;
      yield { key, size: Size, modified: LastModified };
    }
  }
}

import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  type MultipartUpload,
  type S3Client,
} from "@aws-sdk/client-s3";
import { answerCode } from "./answer.ts";

/** Removes the parts of uploads that began before a moment and never ended; they take space that no list shows. */
export async function removeAbandonedUploads(
  client: S3Client,
  bucket: string,
  before: Date,
): Promise<number> {
  let removed = 0;
  for await (const upload of uploadsOf(client, bucket)) {
    if (!upload.Initiated || upload.Initiated >= before) continue;
    await removeUpload(client, { Bucket: bucket, Key: upload.Key, UploadId: upload.UploadId });
    removed++;
  }
  return removed;
}

/** No error if it has ended, or if another process removed it. */
export async function removeUpload(
  client: S3Client,
  upload: { Bucket: string; Key: string | undefined; UploadId: string | undefined },
  signal?: AbortSignal,
): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand(upload), signal ? { abortSignal: signal } : {});
  } catch (error) {
    if (answerCode(error) !== "NoSuchUpload") throw error;
  }
}

async function* uploadsOf(client: S3Client, Bucket: string): AsyncGenerator<MultipartUpload> {
  let place: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (place) {
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand({ Bucket, ...place }),
    );
    yield* page.Uploads ?? [];
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
    place =
      IsTruncated && NextKeyMarker
        ? { KeyMarker: NextKeyMarker, ...(NextUploadIdMarker && { UploadIdMarker: NextUploadIdMarker }) }
        : undefined;
  }
}

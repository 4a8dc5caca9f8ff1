import { CreateBucketCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { CosmicError } from "../../../errors.ts";
import { answerCode, answerStatus } from "./answer.ts";

/** Makes a bucket that is missing. Others may do the same at the same time. */
export async function ensureBucket(
  client: S3Client,
  bucket: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const options = signal ? { abortSignal: signal } : {};
  // Not HEAD: its answer has no body, which would say whether the keys are wrong or only not allowed here.
  const look = () => client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }), options);
  try {
    await look();
  } catch (error) {
    if (answerCode(error) !== "NoSuchBucket") throw error;
    await create();
  }

  async function create() {
    try {
      await client.send(new CreateBucketCommand({ Bucket: bucket }), options);
    } catch (error) {
      if (answerStatus(error) === 403) throw mayNotCreate(bucket, error);
      if (!/^BucketAlready(OwnedByYou|Exists)$/.test(answerCode(error))) throw error;
      await look();
    }
  }
}

function mayNotCreate(bucket: string, cause: unknown): CosmicError {
  return new CosmicError(
    "objects_unavailable",
    `There is no bucket ${bucket} in the S3 store, and these keys may not make it. Make it there, or let them.`,
    { cause },
  );
}

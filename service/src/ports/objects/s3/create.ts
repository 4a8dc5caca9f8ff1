import type { Readable } from "node:stream";
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { CosmicError } from "../../../errors.ts";
import type { ReportFault } from "../../../faults.ts";
import { waitFor } from "../../../wait-for.ts";
import { canBeginKey, checkKey } from "../object-key.ts";
import { BUCKETS, type Bucket, type ObjectInfo, type Objects, type PutOptions } from "../objects.ts";
import { removeAbandonedUploads, removeUpload } from "./abandoned-uploads.ts";
import { isMissing } from "./answer.ts";
import { ensureBucket } from "./buckets.ts";
import { createS3Client } from "./client.ts";
import type { S3Config } from "./config.ts";
import { download } from "./download.ts";
import { downloadLink } from "./download-link.ts";
import { listObjects } from "./list.ts";
import { storeError } from "./store-error.ts";
import { type Target, upload } from "./upload.ts";

/** No upload takes a day, so an older one has been abandoned. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** For an operator who waits for the answer; 15 seconds at most. */
const CHECK_MS = 15_000;
const CHECK_PART = Buffer.alloc(1024);

/**
 * Objects on a server that speaks S3, for any number of processes. Waits for one that is down until the signal aborts.
 *
 * @throws CosmicError `objects_unavailable` at once for wrong keys and what else waiting does not change
 */
export async function createS3Objects(
  config: S3Config,
  report: ReportFault,
  signal?: AbortSignal,
): Promise<Objects> {
  const store = `the S3 store ${config.endpoint ? `at ${config.endpoint}` : `of AWS in ${config.region}`}`;
  const client = createS3Client(config);
  const linkClient = config.publicEndpoint ? createS3Client(config, config.publicEndpoint) : client;
  const close = () => {
    client.destroy();
    linkClient.destroy();
  };
  const nameOf = (bucket: Bucket) => config.bucketPrefix + bucket;

  try {
    await waitFor("the S3 store", () => asking(openBuckets), {
      report: (message) => report("warning", message),
      signal,
      isPassing: (error) => error instanceof CosmicError && error.retryAfter !== undefined,
    });
  } catch (error) {
    close();
    signal?.throwIfAborted();
    throw error;
  }
  for (const bucket of BUCKETS) await removeAbandoned(client, nameOf(bucket), report);

  return {
    async put(bucket, key, body, options = {}) {
      const target = targetOf(bucket, key);
      try {
        return await put(target, body, options);
      } catch (error) {
        // The stream and the signal may have failed as a connection does, so theirs are told apart.
        options.signal?.throwIfAborted();
        throw error === body.errored ? error : storeError(error, { store, writing: true });
      } finally {
        body.destroy();
      }
    },

    async get(bucket, key) {
      const target = targetOf(bucket, key);
      return asking(() => download(client, target, store));
    },

    async head(bucket, key) {
      const target = targetOf(bucket, key);
      return asking(() => head(target));
    },

    async delete(bucket, key) {
      const target = targetOf(bucket, key);
      await asking(() => client.send(new DeleteObjectCommand(target)), true);
    },

    async *list(bucket, prefix) {
      if (!canBeginKey(prefix)) return;
      try {
        yield* listObjects(client, nameOf(bucket), prefix);
      } catch (error) {
        throw storeError(error, { store });
      }
    },

    async link(bucket, key, options) {
      const target = targetOf(bucket, key);
      return asking(() => downloadLink(linkClient, target, options));
    },

    async check() {
      await asking(() => check({ Bucket: nameOf("uploads"), Key: ".check" }), true);
    },

    async close() {
      close();
    },
  };

  async function openBuckets(): Promise<void> {
    for (const bucket of BUCKETS) await ensureBucket(client, nameOf(bucket), signal);
  }

  function targetOf(bucket: Bucket, key: string): Target {
    checkKey(key);
    return { Bucket: nameOf(bucket), Key: key };
  }

  async function put(target: Target, body: Readable, options: PutOptions): Promise<boolean> {
    options.signal?.throwIfAborted();
    // The store decides in the end; asked first, it spares the transfer.
    if (options.ifAbsent && (await head(target))) return false;
    return upload(client, target, body, options);
  }

  async function head(target: Target): Promise<ObjectInfo | undefined> {
    try {
      const { ContentLength, LastModified } = await client.send(new HeadObjectCommand(target));
      return { key: target.Key, size: ContentLength ?? 0, modified: LastModified ?? new Date(0) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** A part of an upload that never ends is a write that no list shows. To begin one takes no space that may be lacking. */
  async function check(target: Target): Promise<void> {
    const abortSignal = AbortSignal.timeout(CHECK_MS);
    try {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(target), { abortSignal });
      const part = new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: CHECK_PART });
      try {
        await client.send(part, { abortSignal });
      } finally {
        await removeUpload(client, { ...target, UploadId }, abortSignal);
      }
    } catch (error) {
      throw abortSignal.aborted ? abortSignal.reason : error;
    }
  }

  async function asking<T>(action: () => Promise<T>, writing = false): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw storeError(error, { store, writing });
    }
  }
}

/** Keys without this right can do all else, so it stops nothing. */
async function removeAbandoned(client: S3Client, bucket: string, report: ReportFault): Promise<void> {
  try {
    await removeAbandonedUploads(client, bucket, new Date(Date.now() - ABANDONED_MS));
  } catch (error) {
    report("warning", `Abandoned uploads in the bucket ${bucket} could not be removed.`, error);
  }
}

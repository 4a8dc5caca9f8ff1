import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { v4 } from "uuid";
import type { PutOptions } from "../objects.ts";
import { removeUpload } from "./abandoned-uploads.ts";
import { stoppable } from "./stoppable-client.ts";

/** Bytes. With the 10,000 parts that S3 allows, an object can have 78 GiB. */
const PART_SIZE = 8 * 1024 * 1024;

/** Parts on their way at once; with one that is being filled they are the memory of an upload. */
const PARTS_AT_ONCE = 4;

/** Metadata that tells our object from that of another. */
const MARK = "put-id";

/** Milliseconds that looking and cleaning may take, after a failure. */
const AFTERWARDS_MS = 10_000;

export interface Target {
  Bucket: string;
  Key: string;
}

/**
 * Stores a stream under a key; short ones in one request, longer ones in parts. `false` if there was an object and
 * there must be none.
 *
 * @throws what the stream or the SDK threw, or the signal's reason
 */
export async function upload(
  client: S3Client,
  target: Target,
  body: Readable,
  { contentType, ifAbsent = false, signal }: PutOptions,
): Promise<boolean> {
  const mark = v4();
  const content = new PassThrough();
  const stop = new AbortController();
  let first: { error: unknown; ofStore: boolean } | undefined;
  function fail(error: unknown, ofStore: boolean) {
    first ??= { error, ofStore };
    stop.abort();
    content.destroy(new Error("The upload ended before its content.", { cause: error }));
  }

  pipeline(body, content, signal ? { signal } : {}).catch((error: unknown) => fail(error, false));
  const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const uploading = new Upload({
    client: stoppable(client, stopped, (error) => fail(error, true)),
    params: {
      ...target,
      Body: content,
      Metadata: { [MARK]: mark },
      ...(contentType !== undefined && { ContentType: contentType }),
      ...(ifAbsent && { IfNoneMatch: "*" }),
    },
    partSize: PART_SIZE,
    queueSize: PARTS_AT_ONCE,
    // It would not remove them when the last request fails, so that is done below.
    leavePartsOnError: true,
  });
  try {
    await uploading.done();
    return true;
  } catch (error) {
    const cause = first ? first.error : error;
    const found = first?.ofStore ? await markOf(client, target) : undefined;
    if (found === mark) return true;
    await clean(client, target, uploading.uploadId);
    signal?.throwIfAborted();
    if (ifAbsent && found !== undefined) return false;
    throw cause;
  } finally {
    content.destroy();
  }
}

/**
 * Whose object is there; empty if another program made it, undefined if there is none, or no answer. Asked after any
 * failure, for two reasons: the answer to our own write may have been lost, and then the SDK's second try was refused
 * because of it; and a server may close the connection on a large body before its refusal can be read.
 */
async function markOf(client: S3Client, target: Target): Promise<string | undefined> {
  const abortSignal = AbortSignal.timeout(AFTERWARDS_MS);
  try {
    const { Metadata } = await client.send(new HeadObjectCommand(target), { abortSignal });
    return Metadata?.[MARK] ?? "";
  } catch {
    return undefined;
  }
}

/** What cannot be removed now is removed at a start. */
async function clean(client: S3Client, target: Target, UploadId: string | undefined): Promise<void> {
  if (UploadId === undefined) return;
  await removeUpload(client, { ...target, UploadId }, AbortSignal.timeout(AFTERWARDS_MS)).catch(() => {});
}

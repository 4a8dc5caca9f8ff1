import { PassThrough, pipeline, Readable } from "node:stream";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { isMissing } from "./answer.ts";
import { brokenDownload } from "./store-error.ts";
import type { Target } from "./upload.ts";

/** The content as it comes; a connection that breaks is an error of the stream. */
export async function download(
  client: S3Client,
  target: Target,
  store: string,
): Promise<Readable | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand(target));
    if (!(Body instanceof Readable)) throw new TypeError("The SDK gave no stream of Node.");
    const content = new PassThrough();
    // Before the pipeline, which would pass on the error as it is.
    Body.once("error", (error) => content.destroy(asError(brokenDownload(error, store))));
    pipeline(Body, content, () => {});
    return content;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

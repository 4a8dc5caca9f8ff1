import { S3Client } from "@aws-sdk/client-s3";
import type { S3Config } from "./config.ts";

/** Tries of a request, with growing pauses between them; what cannot be said twice is not. */
const TRIES = 3;

/** An open download holds a connection, so this is also how many of them there can be. */
const CONNECTIONS = 256;

/** @param endpoint another one for links, which are signed with the host they are for */
export function createS3Client(config: S3Config, endpoint = config.endpoint): S3Client {
  const { keys } = config;
  return new S3Client({
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    ...(endpoint && { endpoint }),
    ...(keys && { credentials: { accessKeyId: keys.accessKey, secretAccessKey: keys.secretKey } }),
    maxAttempts: TRIES,
    requestHandler: {
      connectionTimeout: config.connectMs,
      requestTimeout: config.requestMs,
      throwOnRequestTimeout: true,
      socketTimeout: config.requestMs,
      httpAgent: { maxSockets: CONNECTIONS },
      httpsAgent: { maxSockets: CONNECTIONS },
    },
  });
}

import type { EnvReader } from "../../../env-reader.ts";
import { BUCKETS } from "../objects.ts";

export interface S3Config {
  /** Undefined for AWS itself. */
  endpoint: string | undefined;
  /** Where those who get a link reach the store; undefined where it is the endpoint. */
  publicEndpoint: string | undefined;
  /** Undefined for the default chain of AWS: its variables, its files, the role of the machine. */
  keys: { accessKey: string; secretKey: string } | undefined;
  region: string;
  /** Bucket in the path, not in the host name. */
  forcePathStyle: boolean;
  /** Put before the name of each bucket. */
  bucketPrefix: string;
  /** Milliseconds until there is a connection. */
  connectMs: number;
  /** Milliseconds until a request is sent and its answer begins, and that a download may stand still. */
  requestMs: number;
}

/** What S3 allows in the name of a bucket, and no more than leaves room for the name itself. */
const LONGEST_PREFIX = 63 - Math.max(...BUCKETS.map((bucket) => bucket.length));

export function readS3Config(read: EnvReader): S3Config {
  const endpoint = readEndpoint(read, "S3_ENDPOINT");
  const accessKey = read.optional("S3_ACCESS_KEY");
  const secretKey = read.optional("S3_SECRET_KEY");
  const region = read.optional("S3_REGION") ?? read.optional("AWS_REGION");
  const bucketPrefix = read.text("S3_BUCKET_PREFIX", "");

  if (!endpoint && !(bucketPrefix && region)) {
    read.problem("S3_ENDPOINT", "must be set; or, for AWS itself, S3_BUCKET_PREFIX and AWS_REGION");
  }
  if (Boolean(accessKey) !== Boolean(secretKey)) {
    read.problem(accessKey ? "S3_SECRET_KEY" : "S3_ACCESS_KEY", "must be set too, because the other one is");
  }
  if (bucketPrefix && (!/^[a-z0-9][a-z0-9-]*$/.test(bucketPrefix) || bucketPrefix.length > LONGEST_PREFIX)) {
    read.problem(
      "S3_BUCKET_PREFIX",
      `must be up to ${LONGEST_PREFIX} small letters, digits and hyphens, not "${bucketPrefix}"`,
    );
  }
  return {
    endpoint,
    publicEndpoint: readEndpoint(read, "S3_PUBLIC_ENDPOINT"),
    keys: accessKey && secretKey ? { accessKey, secretKey } : undefined,
    region: region ?? "us-east-1",
    forcePathStyle: read.flag("S3_FORCE_PATH_STYLE", endpoint !== undefined),
    bucketPrefix,
    connectMs: read.integer("S3_CONNECT_TIMEOUT_MS", 5_000, { min: 1, max: 600_000 }),
    requestMs: read.integer("S3_REQUEST_TIMEOUT_MS", 60_000, { min: 1, max: 3_600_000 }),
  };
}

/** Does not repeat what is wrong, as there may be a password in it. */
function readEndpoint(read: EnvReader, name: string): string | undefined {
  const text = read.optional(name);
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    read.problem(name, "must be an address that begins with http:// or https://");
  } else if (url.username || url.password || url.search || url.hash) {
    read.problem(name, "must be an address alone; keys go into S3_ACCESS_KEY and S3_SECRET_KEY");
  }
  return text;
}

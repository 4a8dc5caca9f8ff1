import type { Readable } from "node:stream";

/** The buckets of the system, made at start where they are missing. */
export const BUCKETS = ["datasets", "checkpoints", "uploads"] as const;
export type Bucket = (typeof BUCKETS)[number];

/**
 * What an object store must do: keep files under a bucket and a key, whole or not at all. A key is parts with
 * single slashes between them, none of them `.` or `..`, at most 1,024 bytes; any other is refused with a
 * CosmicError `invalid_value`. Some S3 servers refuse `a/b` in the same way where there is an `a`, so no key should be
 * the beginning of another up to a slash.
 */
export interface Objects {
  /**
   * Stores the stream in place of what was there. With `ifAbsent`, an existing object is left alone and `false`
   * returned. A stream that breaks off, or an abort, leaves everything as it was.
   *
   * @throws CosmicError `storage_full`, `storage_read_only` or `objects_unavailable`; the error of the stream; the
   *   signal's reason when it aborts.
   */
  put(bucket: Bucket, key: string, body: Readable, options?: PutOptions): Promise<boolean>;

  /** The content as a stream, or `undefined` if there is none. */
  get(bucket: Bucket, key: string): Promise<Readable | undefined>;

  head(bucket: Bucket, key: string): Promise<ObjectInfo | undefined>;

  /** No error if there is none. */
  delete(bucket: Bucket, key: string): Promise<void>;

  /** Those whose keys begin with the prefix, in ascending order of the keys' UTF-8 bytes. */
  list(bucket: Bucket, prefix: string): AsyncIterable<ObjectInfo>;

  /**
   * An address where anyone can read the object for a time without keys, as a file of the given name. Undefined where
   * the store has none, and the caller has to pass the content on itself. Not checked: whether there is an object.
   */
  link(bucket: Bucket, key: string, options: LinkOptions): Promise<string | undefined>;

  /** Proof that the store answers and can be written to. */
  check(): Promise<void>;

  close(): Promise<void>;
}

export interface PutOptions {
  contentType?: string;
  ifAbsent?: boolean;
  signal?: AbortSignal;
}

export interface LinkOptions {
  /** Seconds, a week at most. */
  expiresSeconds: number;
  fileName?: string;
}

export interface ObjectInfo {
  key: string;
  /** Bytes in the store: more than the content has where that is encrypted. */
  size: number;
  modified: Date;
}

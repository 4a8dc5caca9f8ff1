import type { Readable } from "node:stream";

/** The buckets of the system, made at start where they are missing. */
export const BUCKETS = ["datasets", "checkpoints", "uploads"] as const;
export type Bucket = (typeof BUCKETS)[number];

/**
 * What an object store must do: keep files under a bucket and a key, whole or not at all. A key is parts with
 * single slashes between them, none of them `.` or `..`, at most 1,024 bytes; any other is refused with a
 * CosmicError `invalid_value`.
 */
export interface Objects {
  /**
   * Stores the stream in place of what was there. With `ifAbsent`, an existing object is left alone and `false`
   * returned. A stream that breaks off, or an abort, leaves everything as it was.
   *
   * @throws CosmicError `storage_full` or `storage_read_only`; the signal's reason when it aborts.
   */
  put(bucket: Bucket, key: string, body: Readable, options?: PutOptions): Promise<boolean>;

  /** The content as a stream, or `undefined` if there is none. */
  get(bucket: Bucket, key: string): Promise<Readable | undefined>;

  head(bucket: Bucket, key: string): Promise<ObjectInfo | undefined>;

  /** No error if there is none. */
  delete(bucket: Bucket, key: string): Promise<void>;

  /** Those whose keys begin with the prefix, in ascending order of the keys' UTF-8 bytes. */
  list(bucket: Bucket, prefix: string): AsyncIterable<ObjectInfo>;

  /** Proof that the store answers and can be written to. */
  check(): Promise<void>;

  close(): Promise<void>;
}

export interface PutOptions {
  contentType?: string;
  ifAbsent?: boolean;
  signal?: AbortSignal;
}

export interface ObjectInfo {
  key: string;
  /** Bytes. */
  size: number;
  modified: Date;
}

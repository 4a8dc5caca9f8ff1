import { pipeline, type Readable, type Transform } from "node:stream";
import type { Bucket, Objects } from "../ports/objects/objects.ts";
import type { EncryptionConfig } from "./config.ts";
import { sealing, unsealing } from "./sealed-stream.ts";

/**
 * The store with what is in its objects encrypted, each with a key of its own that is wrapped with the master key. Names
 * and buckets stay. Sizes are those in the store, and links there are none: who followed one could not read it.
 */
export function sealObjects(objects: Objects, config: EncryptionConfig | undefined): Objects {
  if (!config) return objects;
  const { masterKeys } = config;
  return {
    put: (bucket, key, body, options) =>
      objects.put(bucket, key, through(body, sealing(masterKeys, nameOf(bucket, key))), options),
    async get(bucket, key) {
      const sealed = await objects.get(bucket, key);
      return sealed && through(sealed, unsealing(masterKeys, nameOf(bucket, key)));
    },
    head: (bucket, key) => objects.head(bucket, key),
    delete: (bucket, key) => objects.delete(bucket, key),
    list: (bucket, prefix) => objects.list(bucket, prefix),
    async link(bucket, key, options) {
      // What it refuses is refused here too.
      await objects.link(bucket, key, options);
      return undefined;
    },
    check: () => objects.check(),
    close: () => objects.close(),
  };
}

const nameOf = (bucket: Bucket, key: string) => `${bucket}/${key}`;

/** A fault of the one, or its end before time, is that of the other. */
function through(from: Readable, to: Transform): Transform {
  // Whoever reads `to` is told.
  pipeline(from, to, () => {});
  return to;
}

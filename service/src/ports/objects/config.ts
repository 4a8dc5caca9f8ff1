import { join } from "node:path";
import type { EnvReader } from "../../env-reader.ts";
import type { ObjectsConfig } from "./create.ts";
import { readS3Config } from "./s3/config.ts";

export type { ObjectsConfig } from "./create.ts";

/** With `S3_ENDPOINT` a server, with `OBJECTS=s3` alone AWS, without either a folder in the data folder. */
export function readObjectsConfig(read: EnvReader, dataFolder: string): ObjectsConfig {
  const fallback = read.optional("S3_ENDPOINT") === undefined ? "folder" : "s3";
  return read.choice("OBJECTS", fallback, ["folder", "s3"]) === "folder"
    ? { kind: "folder", folder: join(dataFolder, "objects") }
    : { kind: "s3", ...readS3Config(read) };
}

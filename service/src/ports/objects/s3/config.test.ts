import { expect, test } from "vitest";
import { EnvReader } from "../../../env-reader.ts";
import { readS3Config } from "./config.ts";

function read(env: NodeJS.ProcessEnv) {
  const reader = new EnvReader(env);
  const config = readS3Config(reader);
  reader.throwProblems();
  return config;
}
const MINIO = { S3_ENDPOINT: "http://127.0.0.1:9000", S3_ACCESS_KEY: "name", S3_SECRET_KEY: "secret" };

test("a server of one's own needs its address and keys", () => {
  expect(read(MINIO)).toEqual({
    endpoint: "http://127.0.0.1:9000",
    publicEndpoint: undefined,
    keys: { accessKey: "name", secretKey: "secret" },
    region: "us-east-1",
    forcePathStyle: true,
    bucketPrefix: "",
    connectMs: 5_000,
    requestMs: 60_000,
  });
});

test("AWS itself needs a prefix, as the names of buckets are the world's, and a region", () => {
  expect(read({ S3_BUCKET_PREFIX: "acme-", AWS_REGION: "eu-central-1" })).toMatchObject({
    endpoint: undefined,
    keys: undefined,
    region: "eu-central-1",
    forcePathStyle: false,
    bucketPrefix: "acme-",
  });
});

test.for<[NodeJS.ProcessEnv, string]>([
  [{}, "S3_ENDPOINT"],
  [{ AWS_REGION: "eu-central-1" }, "S3_ENDPOINT"],
  [{ ...MINIO, S3_ENDPOINT: "127.0.0.1:9000" }, "S3_ENDPOINT"],
  [{ ...MINIO, S3_ENDPOINT: "http://name:secret@127.0.0.1:9000" }, "S3_ENDPOINT"],
  [{ ...MINIO, S3_PUBLIC_ENDPOINT: "files.example.org" }, "S3_PUBLIC_ENDPOINT"],
  [{ ...MINIO, S3_SECRET_KEY: "" }, "S3_SECRET_KEY"],
  [{ ...MINIO, S3_ACCESS_KEY: "" }, "S3_ACCESS_KEY"],
  [{ ...MINIO, S3_BUCKET_PREFIX: "Acme_" }, "S3_BUCKET_PREFIX"],
  [{ ...MINIO, S3_BUCKET_PREFIX: "a".repeat(53) }, "S3_BUCKET_PREFIX"],
  [{ ...MINIO, S3_CONNECT_TIMEOUT_MS: "0" }, "S3_CONNECT_TIMEOUT_MS"],
])("%j: %s is named, and no secret is shown", ([env, name]) => {
  expect(() => read(env)).toThrow(new RegExp(`^The configuration is wrong:\\n {2}${name} must`));
  expect(() => read(env)).not.toThrow(/secret/);
});

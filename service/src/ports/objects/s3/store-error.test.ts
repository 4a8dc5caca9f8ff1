import { S3ServiceException } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { brokenDownload, storeError } from "./store-error.ts";

const store = "the S3 store at http://127.0.0.1:9000";
const answer = (name: string, httpStatusCode: number) =>
  new S3ServiceException({ name, $fault: "server", $metadata: { httpStatusCode } });
const systemError = (code: string) => Object.assign(new Error("connect failed"), { code });

test.for<[string, number]>([
  ["XMinioStorageFull", 507],
  ["InsufficientStorage", 507],
  ["QuotaExceeded", 403],
])("%s is a full store", ([name, status]) => {
  expect(storeError(answer(name, status), { store, writing: true })).toMatchObject({ code: "storage_full" });
});

test("a denied write leaves a store that can be read, a denied read none", () => {
  const denied = answer("AccessDenied", 403);
  expect(storeError(denied, { store, writing: true })).toMatchObject({ code: "storage_read_only" });
  expect(storeError(denied, { store })).toMatchObject({ code: "objects_unavailable", retryAfter: undefined });
});

test.for([
  ["ECONNREFUSED", systemError("ECONNREFUSED")],
  ["ENOTFOUND", systemError("ENOTFOUND")],
  ["a timeout", Object.assign(new Error("too slow"), { name: "TimeoutError" })],
  ["503", answer("ServiceUnavailable", 503)],
  ["SlowDown", answer("SlowDown", 503)],
  ["too many requests", answer("TooManyRequests", 429)],
] as const)("%s may be over soon", ([, error]) => {
  expect(storeError(error, { store })).toMatchObject({
    code: "objects_unavailable",
    retryAfter: 5,
    cause: error,
  });
});

test.for([
  ["InvalidAccessKeyId", answer("InvalidAccessKeyId", 403), "S3_ACCESS_KEY"],
  ["no keys at all", Object.assign(new Error("none"), { name: "CredentialsProviderError" }), "S3_ACCESS_KEY"],
  ["another region", answer("PermanentRedirect", 301), "S3_REGION"],
  ["an unknown certificate", systemError("DEPTH_ZERO_SELF_SIGNED_CERT"), "NODE_EXTRA_CA_CERTS"],
  ["a bucket that is gone", answer("NoSuchBucket", 404), "Start this service again"],
] as const)("%s is not over by waiting, and what to do is said", ([, error, advice]) => {
  expect(storeError(error, { store })).toMatchObject({
    code: "objects_unavailable",
    retryAfter: undefined,
    message: expect.stringContaining(advice),
  });
});

test("a key that this server does not take is the caller's", () => {
  expect(storeError(answer("ObjectParentIsFile", 409), { store })).toMatchObject({ code: "invalid_value" });
});

test("errors of the program stay what they are, but for those of a download", () => {
  const error = new TypeError("no");
  expect(storeError(error, { store })).toBe(error);
  expect(brokenDownload(error, store)).toMatchObject({ code: "objects_unavailable", retryAfter: 5 });
});

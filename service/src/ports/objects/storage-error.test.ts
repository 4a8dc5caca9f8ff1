import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { storageError } from "./storage-error.ts";

// The device that is always full makes the very error that a full disk makes.
test.skipIf(!existsSync("/dev/full"))("a full disk says so, and what to do (needs /dev/full)", async () => {
  const error = await writeFile("/dev/full", "x").catch((reason: unknown) => reason);
  expect(storageError(error, "data/objects")).toMatchObject({
    code: "storage_full",
    message: expect.stringContaining("Free some on its disk"),
    cause: error,
  });
});

test.for([["EROFS"], ["EACCES"], ["EPERM"]])("%s is a folder that cannot be written to", ([code]) => {
  const error = Object.assign(new Error(String(code)), { code });
  expect(storageError(error, "data/objects")).toMatchObject({ code: "storage_read_only" });
});

test("other errors stay what they are", () => {
  const error = new TypeError("no");
  expect(storageError(error, "data/objects")).toBe(error);
});

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { storageProblem } from "./hub-errors.ts";

// The device that is always full makes the very error that a full disk makes.
test.skipIf(!existsSync("/dev/full"))("a disk that fills up is named (needs /dev/full)", async () => {
  const error = await writeFile("/dev/full", "x").catch((reason: unknown) => reason);
  expect(storageProblem(error, "data/models")).toMatchObject({
    code: "storage_full",
    message: expect.stringContaining("data/models"),
    cause: error,
  });
});

test.for(["EROFS", "EACCES", "EPERM"])("%s is a folder that cannot be written to", (code) => {
  const error = Object.assign(new Error(code), { code });
  expect(storageProblem(error, "data/models")).toMatchObject({ code: "storage_read_only", cause: error });
});

test("other errors stay what they are", () => {
  const error = new TypeError("no");
  expect(storageProblem(error, "data/models")).toBe(error);
});

import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { createFolderObjects } from "../ports/objects/folder.ts";
import type { Objects } from "../ports/objects/objects.ts";
import { sealObjects } from "./sealed-objects.ts";

const KEY = randomBytes(32);
const SEGMENT = 65_536;

let folder: string;
let plain: Objects;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sealed-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  plain = await createFolderObjects(folder);
});

const sealed = (...masterKeys: Buffer[]) => sealObjects(plain, { masterKeys });
const put = (objects: Objects, key: string, content: Buffer) =>
  objects.put("datasets", key, Readable.from([content], { objectMode: false }));
async function get(objects: Objects, key: string): Promise<Buffer | undefined> {
  const content = await objects.get("datasets", key);
  return content && buffer(content);
}
const file = (key: string) => join(folder, "datasets", key);

it.each([0, 1, 75, 76, 77, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 3 * SEGMENT + 5])(
  "gives back %i bytes, whichever pieces they come in",
  async (length) => {
    const content = randomBytes(length);
    const pieces = Array.from({ length: Math.ceil(length / 1_000) }, (_, i) =>
      content.subarray(i * 1_000, (i + 1) * 1_000),
    );
    await sealed(KEY).put("datasets", "a", Readable.from(pieces, { objectMode: false }));
    expect(await get(sealed(KEY), "a")).toEqual(content);
  },
);

it("stores nothing that can be read, nor the same twice", async () => {
  const content = Buffer.from("The xylographer carved a harbour. ".repeat(3_000));
  await put(sealed(KEY), "a", content);
  await put(sealed(KEY), "b", content);
  const [a, b] = [await readFile(file("a")), await readFile(file("b"))];
  expect(a.includes("xylographer")).toBe(false);
  expect(a.subarray(16).equals(b.subarray(16))).toBe(false);
});

it("reads what was there before the key", async () => {
  for (const length of [0, 5, 200, 2 * SEGMENT]) {
    const content = randomBytes(length);
    await put(plain, "before", content);
    expect(await get(sealed(KEY), "before")).toEqual(content);
  }
});

it("reads with an older key behind a new one, and says that a key is missing", async () => {
  await put(sealed(KEY), "a", Buffer.from("of the old key"));
  const other = randomBytes(32);
  expect(String(await get(sealed(other, KEY), "a"))).toBe("of the old key");
  await expect(get(sealed(other), "a")).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringMatching(/^ENCRYPTION_KEY/),
  });
});

const HEADER = 76;
const changes: [string, (content: Buffer) => Buffer][] = [
  ["a bit that was turned", (it) => Buffer.from(it.map((byte, i) => (i === HEADER + 3 ? byte ^ 1 : byte)))],
  ["an end that is missing", (it) => it.subarray(0, -1)],
  ["a last segment that is missing", (it) => it.subarray(0, HEADER + 2 * (SEGMENT + 16))],
  ["nothing behind the header", (it) => it.subarray(0, HEADER)],
  [
    "segments in another order",
    (it) => {
      const at = (n: number) => HEADER + n * (SEGMENT + 16);
      const [head, one, two, rest] = [
        it.subarray(0, at(0)),
        it.subarray(at(0), at(1)),
        it.subarray(at(1), at(2)),
        it.subarray(at(2)),
      ];
      return Buffer.concat([head, two, one, rest]);
    },
  ],
];

it.each(changes)("notices %s", async (_name, change) => {
  await put(sealed(KEY), "a", randomBytes(2 * SEGMENT + 9));
  await writeFile(file("a"), change(await readFile(file("a"))));
  await expect(get(sealed(KEY), "a")).rejects.toThrow(
    "datasets/a was changed, or cut off, since it was encrypted.",
  );
});

it("does not take one object for another", async () => {
  await put(sealed(KEY), "a", Buffer.from("a's"));
  await writeFile(file("b"), await readFile(file("a")));
  await expect(get(sealed(KEY), "b")).rejects.toMatchObject({ code: "invalid_configuration" });
});

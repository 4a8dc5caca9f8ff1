import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { sealObjects } from "../../src/encryption/sealed-objects.ts";
import { createFolderObjects } from "../../src/ports/objects/folder.ts";
import { BUCKETS } from "../../src/ports/objects/objects.ts";
import { collect, objectsContract } from "./objects.contract.ts";

const newFolder = () => mkdtemp(join(tmpdir(), "objects-"));

async function testFolder(): Promise<string> {
  const folder = await newFolder();
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

objectsContract("a folder", { links: false, nests: true }, async () => {
  const folder = await newFolder();
  return { objects: await createFolderObjects(folder), dispose: () => rm(folder, { recursive: true }) };
});

/** Mark, wrapped key, and a tag for each 64 KiB. */
const sealedSize = (bytes: number) => 16 + 60 + bytes + 16 * Math.max(1, Math.ceil(bytes / 65_536));

objectsContract("a folder, encrypted", { links: false, nests: true, stored: sealedSize }, async () => {
  const folder = await newFolder();
  const objects = sealObjects(await createFolderObjects(folder), { masterKeys: [randomBytes(32)] });
  return { objects, dispose: () => rm(folder, { recursive: true }) };
});

describe("objects on a folder, by itself", () => {
  test("makes its buckets, and the folder too", async () => {
    const folder = join(await testFolder(), "not", "there", "yet");
    await createFolderObjects(folder);
    expect((await readdir(folder)).filter((name) => !name.startsWith(".")).sort()).toEqual(
      [...BUCKETS].sort(),
    );
  });

  test("keeps its objects, and removes what a crash left unfinished", async () => {
    const folder = await testFolder();
    const before = await createFolderObjects(folder);
    await before.put("datasets", "kept", Readable.from(["kept"]));
    await writeFile(join(folder, ".partial", "left-over"), "half");
    const after = await createFolderObjects(folder);
    expect(await readdir(join(folder, ".partial"))).toEqual([]);
    expect((await after.head("datasets", "kept"))?.size).toBe(4);
  });

  test("leaves no unfinished file behind, however a put ends", async () => {
    const folder = await testFolder();
    const objects = await createFolderObjects(folder);
    await objects.put("uploads", "a", Readable.from(["x"]));
    await objects.put("uploads", "a", Readable.from(["x"]), { ifAbsent: true });
    await expect(
      objects.put("uploads", "b", Readable.from(["x"]), { signal: AbortSignal.abort() }),
    ).rejects.toThrow();
    await objects.check();
    expect(await readdir(join(folder, ".partial"))).toEqual([]);
  });

  test("does not list files that something else left there", async () => {
    const folder = await testFolder();
    const objects = await createFolderObjects(folder);
    await mkdir(join(folder, "uploads", "a+"));
    for (const name of ["Thumbs.db", ".DS_Store", "a+/.~Lock"])
      await writeFile(join(folder, "uploads", name), "x");
    expect(await collect(objects.list("uploads", ""))).toEqual([]);
  });

  test("refuses a part that is too long for a file name", async () => {
    const objects = await createFolderObjects(await testFolder());
    await expect(objects.put("uploads", "x".repeat(256), Readable.from(["x"]))).rejects.toMatchObject({
      code: "invalid_value",
    });
  });

  // The superuser may write anywhere, so this one needs an ordinary user.
  test.skipIf(process.getuid?.() === 0)("says that it cannot be written to (not as root)", async () => {
    const folder = await testFolder();
    const objects = await createFolderObjects(folder);
    await chmod(join(folder, ".partial"), 0o500);
    await expect(objects.check()).rejects.toMatchObject({ code: "storage_read_only" });
    await chmod(join(folder, ".partial"), 0o700);
  });
});

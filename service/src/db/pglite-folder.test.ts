import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mountSmallDisk, WITHOUT_DISK } from "../../tests/servers/small-disk.ts";
import { compilePglite, openPgliteFolder } from "./pglite-folder.ts";

const ways = [
  { way: "copied", template: undefined },
  { way: "made", template: "/no/such/template" },
];

it.skipIf(WITHOUT_DISK).each(ways)(
  `says that the disk has no room for a new database that is $way, and leaves nothing on it${WITHOUT_DISK}`,
  async ({ template }) => {
    using disk = mountSmallDisk(10);
    const folder = join(disk.folder, "data", "database");
    await expect(openPgliteFolder(folder, await compilePglite(), template)).rejects.toMatchObject({
      code: "storage_full",
      message: expect.stringContaining(folder),
    });
    expect(await readdir(join(disk.folder, "data"))).toEqual([]);
  },
);

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Why no disk can be mounted here, for names of tests; empty if one can. */
export const WITHOUT_DISK = whyNone();

/** A file system of its own, in memory, that can be filled to the last byte. */
export interface SmallDisk extends Disposable {
  folder: string;
  /** Takes all the space that is left, also what was freed since. */
  fill(): void;
  free(): void;
}

/** @throws Error where nobody may mount one */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "cosmic-disk-"));
  const unmount = () => {
    spawnSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error("a small disk could not be mounted");
  }
  const filler = join(folder, "filler");
  const chunk = Buffer.alloc(1 << 20);
  return {
    folder,
    fill() {
      try {
        for (;;) writeFileSync(filler, chunk, { flag: "a" });
      } catch {
        // Full.
      }
    },
    free: () => rmSync(filler, { force: true }),
    [Symbol.dispose]: unmount,
  };
}

function whyNone(): string {
  try {
    if (process.platform !== "linux") return " (tmpfs is of Linux)";
    mountSmallDisk(1)[Symbol.dispose]();
    return "";
  } catch {
    return " (no right to mount a small disk)";
  }
}

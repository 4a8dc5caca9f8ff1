import { access, constants, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import type { Config } from "../../config.ts";
import { freeBytes } from "../../data-folder/free-bytes.ts";
import { type Check, fail, ok, warn } from "./check.ts";

const NODE_MAJOR = 24;
const GIGABYTE = 1e9;
const LITTLE_SPACE = GIGABYTE;
const TOO_LITTLE_SPACE = 0.1 * GIGABYTE;

export function checkNode(): Check {
  const { node } = process.versions;
  const found = `${node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`;
  if (Number.parseInt(node, 10) >= NODE_MAJOR) return ok("Node", found);
  return fail("Node", found, `Node ${NODE_MAJOR} is needed; \`npm start\` brings its own.`);
}

export async function* checkDataFolder({ dataFolder }: Config): AsyncGenerator<Check> {
  const existing = await nearestExisting(dataFolder);
  yield await checkWritable(dataFolder, existing);
  yield await checkSpace(existing);
}

async function checkWritable(dataFolder: string, existing: string): Promise<Check> {
  try {
    // A root user passes every check of permissions, even on a file system that is read-only: so write.
    const probe = await mkdtemp(join(existing, ".cosmic-doctor-"));
    await writeFile(join(probe, "probe"), "").finally(() => rm(probe, { recursive: true, force: true }));
  } catch {
    return fail(
      "Data folder",
      `${existing} cannot be written to`,
      "Change its permissions, or set DATA_DIR to another folder.",
    );
  }
  return ok("Data folder", existing === dataFolder ? dataFolder : `${dataFolder}, made by the first start`);
}

async function checkSpace(folder: string): Promise<Check> {
  const free = await freeBytes(folder);
  const found = `${(free / GIGABYTE).toFixed(1)} GB free`;
  if (free < TOO_LITTLE_SPACE) return fail("Disk", found, "Free some space before documents are refused.");
  if (free < LITTLE_SPACE) return warn("Disk", found, "Free some space soon.");
  return ok("Disk", found);
}

async function nearestExisting(folder: string): Promise<string> {
  try {
    await access(folder, constants.F_OK);
    return folder;
  } catch {
    const parent = dirname(folder);
    return parent === folder ? folder : nearestExisting(parent);
  }
}

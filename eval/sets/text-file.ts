import { open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CommandError } from "../../service/src/cli/command-error.ts";
import type { TextFile } from "../../service/src/experiments/datasets/checked-lines.ts";

/** A file of this machine; faults call it by its name and that of its folder. */
export function textFile(path: string): TextFile {
  return {
    name: join(basename(dirname(path)), basename(path)),
    async open() {
      try {
        return (await open(path)).createReadStream();
      } catch (cause) {
        throw new CommandError(
          `${path} cannot be read: ${cause instanceof Error ? cause.message : cause}`,
          cause,
        );
      }
    },
  };
}

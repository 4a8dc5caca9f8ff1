import { CosmicError } from "../../errors.ts";

/** Says what an operator can do about an error of the file system; any other error stays as it is. */
export function storageError(error: unknown, folder: string): unknown {
  switch (codeOf(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return new CosmicError(
        "storage_full",
        `There is no space left for objects in ${folder}. Free some on its disk, or move the folder to a larger one.`,
        { cause: error },
      );
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return new CosmicError(
        "storage_read_only",
        `Objects cannot be written to ${folder}. Mount it writable, and let the user of this process write to it.`,
        { cause: error },
      );
    default:
      return error;
  }
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

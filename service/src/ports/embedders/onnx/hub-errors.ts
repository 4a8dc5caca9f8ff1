import { freeBytes } from "../../../data-folder/free-bytes.ts";
import { CosmicError } from "../../../errors.ts";

const BY_HAND =
  "put the model's folder on this machine and set EMBEDDING_MODEL to its path (RERANKER_MODEL for a re-ranker)";

/** @param what follows the address, such as "does not answer" */
export function unreachable(name: string, address: string, what: string, cause?: unknown): CosmicError {
  return new CosmicError(
    "model_unreachable",
    `The model ${name} could not be downloaded: ${address} ${what}. Check the connection and HF_ENDPOINT and start again, or ${BY_HAND}.`,
    { cause },
  );
}

/** @param kind what the hub says in `X-Error-Code`; a mirror may say nothing */
export function refused(
  name: string,
  address: string,
  status: number,
  kind: string | null,
  withToken: boolean,
): CosmicError {
  if (status === 404 || kind === "RepoNotFound") return notFound(name, address, status, kind);
  if (status === 401 || status === 403) {
    const advice = withToken
      ? "Ask the owner of the model for access, or set HF_TOKEN to a token that has it"
      : "Set HF_TOKEN to a token that may read the model";
    return new CosmicError(
      "model_unreachable",
      `The model ${name} could not be downloaded: ${address} answered ${status}. ${advice}, or ${BY_HAND}.`,
    );
  }
  return unreachable(name, address, `answered ${status}`);
}

function notFound(name: string, address: string, status: number, kind: string | null): CosmicError {
  const what = {
    RevisionNotFound: `${name} has no such revision`,
    EntryNotFound: `${name} has no such file`,
  }[kind ?? ""];
  return new CosmicError(
    "model_not_found",
    `${what ?? `The model ${name} was not found`}: ${address} answered ${status}. Check EMBEDDING_MODEL (owner/name@revision) and HF_ENDPOINT, set HF_TOKEN if the model is private, or ${BY_HAND}.`,
  );
}

/** What arrived is not what was listed. */
export function damaged(path: string, expected: string, actual: string): CosmicError {
  return new CosmicError(
    "model_unreachable",
    `The download of ${path} is damaged: expected ${expected}, got ${actual}. Nothing of it was kept. Start again; if it stays so, a proxy or the mirror in HF_ENDPOINT alters it, so ${BY_HAND}.`,
  );
}

/** The innermost message: `fetch` itself only says that it failed. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return error.message || ("code" in error ? String(error.code) : error.name);
}

/** @throws CosmicError `storage_full`, before anything large is downloaded */
export async function checkFreeSpace(folder: string, bytes: number): Promise<void> {
  if ((await freeBytes(folder)) < bytes) throw full(folder, `The model needs ${inMegabytes(bytes)} MB`);
}

/** Says what an operator can do about an error of the file system; any other error stays as it is. */
export function storageProblem(error: unknown, folder: string): unknown {
  switch (error instanceof Error && "code" in error && error.code) {
    case "ENOSPC":
    case "EDQUOT":
      return full(folder, "The model does not fit", error);
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return new CosmicError(
        "storage_read_only",
        `The model cannot be written to ${folder}. Change its permissions, set DATA_DIR to another folder, or ${BY_HAND}.`,
        { cause: error },
      );
    default:
      return error;
  }
}

function full(folder: string, what: string, cause?: unknown): CosmicError {
  return new CosmicError(
    "storage_full",
    `${what}, and the disk of ${folder} has no room for it. Free some space, or set DATA_DIR to a folder on a larger disk.`,
    { cause },
  );
}

function inMegabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}

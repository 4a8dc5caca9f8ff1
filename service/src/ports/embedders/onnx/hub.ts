import { join } from "node:path";
import type { Ask } from "../../../outgoing/ask.ts";
import { ModelCache } from "./hub-cache.ts";
import { connectHub, type Hub, type HubFile } from "./hub-client.ts";
import { checkFreeSpace, storageProblem } from "./hub-errors.ts";
import { describingFiles, type ModelKind, weightFiles } from "./hub-files.ts";
import { writeChecked } from "./hub-write.ts";

/** Told after every piece that arrives: bytes over all files of the model, and the file at hand. */
export type DownloadProgress = (progress: { file: string; done: number; total: number }) => void;

export interface DownloadOptions {
  /** An embedder unless it is said. */
  kind?: ModelKind;
  /** `owner/name` */
  name: string;
  /** A branch, a tag or a commit. */
  revision: string;
  cacheFolder: string;
  /** Address of the hub or of a mirror. */
  hubUrl: string;
  token: string | undefined;
  /** How the hub is asked. */
  ask: Ask;
  /** Path of the ONNX file in the repository; the first of `WEIGHT_FILES` that exists by default. */
  weightFile: string | undefined;
  onProgress: DownloadProgress;
}

/**
 * Makes a model of the Hugging Face hub a folder on this machine, with what `readModelFiles` reads and no
 * more, and returns the folder: `<cacheFolder>/<owner>--<name>@<commit>`.
 *
 * A revision is resolved to its commit once. From then on the same name and revision give the same folder
 * without a request, so that no start depends on the network and none changes the weights by itself. To
 * take a newer version, name another revision (a tag or a commit) or delete the folder.
 *
 * @throws CosmicError `model_unreachable` the hub does not answer, refuses, or sends something else than it
 * lists; `model_not_found` no such model, revision or file; `invalid_configuration` an address or a token that
 * cannot be sent; `storage_full`, `storage_read_only`
 */
export async function downloadModel(options: DownloadOptions): Promise<string> {
  const { kind = "embedder", name, revision, weightFile } = options;
  const cache = new ModelCache(options.cacheFolder);
  try {
    const pinned = await cache.pinned(name, revision);
    if (pinned !== undefined && (await cache.holds(name, pinned, kind, weightFile))) {
      return cache.folderOf(name, pinned);
    }
    const hub = await connectHub(options);
    const commit = pinned ?? (await hub.commitOf(revision));
    if (!(await cache.holds(name, commit, kind, weightFile))) await fetchModel(hub, cache, commit, options);
    await cache.pin(name, revision, commit);
    return cache.folderOf(name, commit);
  } catch (error) {
    throw storageProblem(error, options.cacheFolder);
  }
}

async function fetchModel(
  hub: Hub,
  cache: ModelCache,
  commit: string,
  { kind = "embedder", name, cacheFolder, weightFile, onProgress }: DownloadOptions,
): Promise<void> {
  const listing = await hub.list(commit);
  const weights = weightFiles(name, listing, weightFile);
  await using partial = await cache.openPartial();
  const pathOf = (file: HubFile) => join(partial.folder, file.path);
  const stored = new Set<HubFile>();

  const describing = await describingFiles(name, kind, listing, async (file) => {
    await writeChecked(hub.read(commit, file), file, pathOf(file), () => {});
    stored.add(file);
    return pathOf(file);
  });
  // The weights come last, so that a folder that has them has everything.
  const files = await cache.missing(name, commit, [...describing, ...weights]);
  const total = bytesOf(files);
  await checkFreeSpace(cacheFolder, total);
  let done = bytesOf(files.filter((file) => stored.has(file)));
  for (const file of files.filter((file) => !stored.has(file))) {
    await writeChecked(hub.read(commit, file), file, pathOf(file), (count) => {
      done += count;
      onProgress({ file: file.path, done, total });
    });
  }
  await cache.place(partial.folder, name, commit, files);
}

function bytesOf(files: readonly HubFile[]): number {
  return files.reduce((sum, file) => sum + file.size, 0);
}

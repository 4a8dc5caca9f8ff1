import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../config.ts";
import { createAsk } from "../../outgoing/ask.ts";
import { sha256OfFile } from "../../ports/embedders/onnx/file-hash.ts";
import { ModelCache } from "../../ports/embedders/onnx/hub-cache.ts";
import { readModelFiles } from "../../ports/embedders/onnx/model-files.ts";
import { folderOnMachine, hubNameOf } from "../../ports/embedders/onnx/model-folder.ts";
import { providerOf } from "../../ports/embedders/providers/provider-of.ts";
import { type Check, fail, ok, warn } from "./check.ts";
import { checkGoldenVectors } from "./golden.ts";
import { checkProvider } from "./provider.ts";

const PATIENCE_MS = 5_000;
const HASH_LENGTH = 12;

export async function* checkModel(config: Config): AsyncGenerator<Check> {
  const { model, modelFile: weightFile, maxTokens } = config.embedding;
  const provider = providerOf(model);
  if (provider) {
    yield await checkProvider(provider, config);
    return;
  }
  const folder = await findFolder(config);
  if (folder === undefined) {
    yield await checkHub(config);
    return;
  }
  try {
    const files = await readModelFiles(folder, { weightFile, maxTokens });
    const weights = await sha256OfFile(files.modelPath);
    yield (await checkHashes(folder)) ?? ok("Model", `${model}, weights ${weights.slice(0, HASH_LENGTH)}`);
    yield await checkGoldenVectors(folder, files);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    yield fail("Model", found, "Put its files back as they were, or set EMBEDDING_MODEL to another model.");
  }
}

/** Where the embedder would find it without downloading anything. */
async function findFolder({ embedding: { model }, dataFolder }: Config): Promise<string | undefined> {
  const folder = folderOnMachine(model);
  const hub = hubNameOf(model);
  if (folder !== undefined || !hub) return folder;
  const cache = new ModelCache(join(dataFolder, "models"));
  const commit = await cache.pinned(hub.name, hub.revision);
  return commit === undefined ? undefined : cache.folderOf(hub.name, commit);
}

async function checkHub({ embedding: { model, hubUrl }, localOnly }: Config): Promise<Check> {
  const found = `${model} is not on this machine`;
  try {
    await createAsk(localOnly)(hubUrl, { method: "HEAD", signal: AbortSignal.timeout(PATIENCE_MS) });
    return warn("Model", found, `The next start downloads it from ${hubUrl}, which answers.`);
  } catch {
    const advice = `${hubUrl} does not answer: check the network or HF_ENDPOINT, or set EMBEDDING_MODEL to a folder.`;
    return fail("Model", found, advice);
  }
}

/** Against the list that a model of this repository comes with. */
async function checkHashes(folder: string): Promise<Check | undefined> {
  const list = join(folder, "SHA256SUMS");
  if (!existsSync(list)) return undefined;
  for (const line of (await readFile(list, "utf8")).trim().split("\n")) {
    const [expected = "", file = ""] = line.split(/\s+\*?/);
    const actual = await sha256OfFile(join(folder, file)).catch(() => "missing");
    if (actual === expected) continue;
    const found = `${file} is ${actual === "missing" ? "missing" : "not the file that was published"}`;
    return fail("Model", found, `Bring it back with \`git checkout -- ${file}\` in ${folder}.`);
  }
  return undefined;
}

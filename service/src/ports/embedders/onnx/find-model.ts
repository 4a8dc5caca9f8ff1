import { join } from "node:path";
import { CosmicError } from "../../../errors.ts";
import type { Ask } from "../../../outgoing/ask.ts";
import { type DownloadProgress, downloadModel } from "./hub.ts";
import type { ModelKind } from "./hub-files.ts";
import { folderOnMachine, hubNameOf } from "./model-folder.ts";

export interface WantedModel {
  /** Name of the variable that names it, for messages. */
  setting: string;
  kind: ModelKind;
  model: string;
  /** Path of the ONNX file within the model. */
  modelFile: string | undefined;
  hubUrl: string;
  hubToken: string | undefined;
  ask: Ask;
  /** Downloads are kept in it. */
  dataFolder: string;
}

/**
 * The folder of a model: a name in `models/`, a folder, or `owner/name` with an optional `@revision` on the hub.
 *
 * @returns also the name it has on the hub, if it is from there
 *
 * @throws CosmicError `model_not_found`, `model_unreachable`
 */
export async function findModelFolder(
  wanted: WantedModel,
  onProgress: DownloadProgress,
): Promise<{ folder: string; name?: string }> {
  const { setting, kind, model, modelFile, hubUrl, hubToken, ask, dataFolder } = wanted;
  const folder = folderOnMachine(model);
  if (folder !== undefined) return { folder };
  const hub = hubNameOf(model);
  if (!hub) {
    throw new CosmicError(
      "model_not_found",
      `${setting} "${model}" is neither a model in models/, nor a folder, nor a name like owner/model on the hub.`,
    );
  }
  const cached = await downloadModel({
    kind,
    ...hub,
    cacheFolder: join(dataFolder, "models"),
    hubUrl,
    token: hubToken,
    ask,
    weightFile: modelFile,
    onProgress,
  });
  return { folder: cached, name: hub.name };
}

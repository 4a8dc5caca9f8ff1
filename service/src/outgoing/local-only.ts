import type { Config } from "../config.ts";
import type { EnvReader } from "../env-reader.ts";
import { folderOnMachine, hubNameOf, isDownloaded } from "../ports/embedders/onnx/model-folder.ts";
import { providerOf } from "../ports/embedders/providers/provider-of.ts";

type Settings = Pick<Config, "localOnly" | "embedding" | "reranking" | "dataFolder" | "telemetry" | "access">;

/** With LOCAL_ONLY, names every setting by which something else would be asked than databases and stores. */
export function checkLocalOnly(read: EnvReader, config: Settings): void {
  if (!config.localOnly) return;
  const { embedding, reranking, dataFolder, telemetry, access } = config;
  if (providerOf(embedding.model)) {
    read.problem("EMBEDDING_MODEL", "must name a model on this machine, because LOCAL_ONLY is set");
  } else {
    checkModel(read, "EMBEDDING_MODEL", embedding.model, dataFolder);
  }
  const { reranker } = reranking;
  if (reranker.kind === "cohere") {
    read.problem("RERANKER", "must not be cohere, because LOCAL_ONLY is set");
  }
  if (reranker.kind === "onnx") checkModel(read, "RERANKER_MODEL", reranker.model, dataFolder);
  if (telemetry.otlpEndpoint)
    read.problem("OTEL_EXPORTER_OTLP_ENDPOINT", "must not be set, because LOCAL_ONLY is");
  const jwksUrl = access.userTokens?.jwksUrl;
  if (jwksUrl && jwksUrl.protocol !== "file:")
    read.problem("AUTH_JWKS_URL", "must be a file:// address, because LOCAL_ONLY is set");
}

function checkModel(read: EnvReader, setting: string, model: string, dataFolder: string): void {
  if (folderOnMachine(model)) return;
  const name = hubNameOf(model)?.name;
  if (!name || isDownloaded(name, dataFolder)) return;
  read.problem(
    setting,
    "names a model that would have to be downloaded, which LOCAL_ONLY forbids: put its folder on this machine",
  );
}

import { cp, mkdtemp, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../../../config.ts";
import { readModelFiles } from "./model-files.ts";

const shipped = join(ROOT, "models/all-MiniLM-L6-v2");
const WEIGHTS = "onnx/model_int8.onnx";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-model-"));
  await cp(shipped, folder, { recursive: true, filter: (source) => !source.endsWith(".onnx") });
  await symlink(join(shipped, WEIGHTS), join(folder, WEIGHTS));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (file: string, json: unknown) => writeFile(join(folder, file), JSON.stringify(json));

describe("readModelFiles", () => {
  it("reads pooling, normalisation and length from the model's own files", async () => {
    const { identity, hiddenSize } = await readModelFiles(folder, { name: "mine" });
    expect(identity).toMatchObject({
      name: "mine",
      pooling: "mean",
      normalize: true,
      maxTokens: 256,
      queryPrefix: "",
    });
    expect(hiddenSize).toBe(384);
  });

  it("takes CLS and last-token pooling, and prompts", async () => {
    await write("1_Pooling/config.json", { pooling_mode_cls_token: true });
    await write("config_sentence_transformers.json", {
      prompts: { query: "query: ", document: "passage: " },
    });
    expect((await readModelFiles(folder)).identity).toMatchObject({
      pooling: "cls",
      queryPrefix: "query: ",
      documentPrefix: "passage: ",
    });
    await write("1_Pooling/config.json", { pooling_mode_lasttoken: true });
    expect((await readModelFiles(folder)).identity.pooling).toBe("last");
  });

  it("lets the configuration shorten the length, never lengthen it", async () => {
    expect((await readModelFiles(folder, { maxTokens: 100 })).identity.maxTokens).toBe(100);
    expect((await readModelFiles(folder, { maxTokens: 9999 })).identity.maxTokens).toBe(256);
  });

  it.each([
    ["no pooling is named", "modules.json", []],
    ["the pooling is another", "1_Pooling/config.json", { pooling_mode_max_tokens: true }],
    [
      "two poolings are asked for",
      "1_Pooling/config.json",
      { pooling_mode_cls_token: true, pooling_mode_mean_tokens: true },
    ],
    ["a file is not what it should be", "config.json", { hidden_size: "many" }],
    [
      "a dense layer follows",
      "modules.json",
      [
        { path: "", type: "sentence_transformers.models.Transformer" },
        { path: "1_Pooling", type: "sentence_transformers.models.Pooling" },
        { path: "2_Dense", type: "sentence_transformers.models.Dense" },
      ],
    ],
  ])("refuses to guess when %s", async (_, file, json) => {
    await write(file, json);
    await expect(readModelFiles(folder)).rejects.toMatchObject({ code: "invalid_configuration" });
  });

  it("refuses a folder without modules.json, and says which file is missing", async () => {
    await unlink(join(folder, "modules.json"));
    await expect(readModelFiles(folder)).rejects.toThrow("it has no modules.json");
  });

  it("says which weights it looked for", async () => {
    await expect(readModelFiles(folder, { weightFile: "onnx/other.onnx" })).rejects.toMatchObject({
      code: "model_not_found",
      message: expect.stringContaining("onnx/other.onnx"),
    });
    await expect(readModelFiles(join(folder, "nowhere"))).rejects.toMatchObject({ code: "model_not_found" });
  });
});

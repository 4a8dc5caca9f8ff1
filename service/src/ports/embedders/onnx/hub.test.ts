import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "../../../config.ts";
import { createAsk } from "../../../outgoing/ask.ts";
import { type DownloadOptions, downloadModel } from "./hub.ts";
import { TestHub } from "./hub-test-server.ts";
import { readModelFiles } from "./model-files.ts";

const MODEL = join(ROOT, "models", "all-MiniLM-L6-v2");
const DESCRIBING = [
  "1_Pooling/config.json",
  "config.json",
  "modules.json",
  "sentence_bert_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
];
const INT8 = "onnx/model_int8.onnx";
const FULL = "onnx/model.onnx";

let hub: TestHub;
let cacheFolder: string;

beforeEach(async () => {
  const files = new Map<string, Buffer>();
  for (const path of DESCRIBING) files.set(path, await readFile(join(MODEL, path)));
  for (const path of [INT8, FULL, "pytorch_model.bin"]) files.set(path, randomBytes(1_000_000));
  files.set("README.md", Buffer.from("# A model"));
  hub = await TestHub.start(files);
  cacheFolder = join(await mkdtemp(join(tmpdir(), "hub-")), "models");
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  await rm(join(cacheFolder, ".."), { recursive: true });
});

function download(options: Partial<DownloadOptions> = {}): Promise<string> {
  return downloadModel({
    name: "owner/name",
    revision: "main",
    cacheFolder,
    hubUrl: hub.url,
    token: undefined,
    ask: createAsk(false),
    weightFile: undefined,
    onProgress: () => {},
    ...options,
  });
}

/** Every file of a folder with its content, so that a comparison sees what is missing and what is too much. */
async function contentOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(paths.map((path) => readFile(path, "base64")));
  return new Map(paths.map((path, i) => [path.slice(folder.length + 1), contents[i] ?? ""]));
}

function repository(...paths: string[]): Map<string, string> {
  return new Map(paths.map((path) => [path, hub.files.get(path)?.toString("base64") ?? "not there"]));
}

function names(): Promise<string[]> {
  return readdir(cacheFolder);
}

function replace(path: string, content: string | Buffer): void {
  hub.files.set(path, Buffer.from(content));
}

test("the shipped model, laid out as a repository, comes over whole and can be used", async () => {
  replace(INT8, await readFile(join(MODEL, INT8)));
  const folder = await download();
  expect(folder).toBe(join(cacheFolder, `owner--name@${hub.commit}`));
  expect(await contentOf(folder)).toEqual(repository(...DESCRIBING, INT8));
  const shipped = await readModelFiles(MODEL);
  const downloaded = await readModelFiles(folder, { name: shipped.identity.name });
  expect(downloaded.identity).toEqual(shipped.identity);
});

test("a cross-encoder comes over with its tokeniser, and needs no word about pooling", async () => {
  for (const path of ["modules.json", "1_Pooling/config.json"]) hub.files.delete(path);
  const folder = await download({ kind: "cross-encoder" });
  const beside = ["sentence_bert_config.json", "tokenizer_config.json"];
  expect(await contentOf(folder)).toEqual(repository("config.json", "tokenizer.json", ...beside, INT8));
  expect(await download({ kind: "cross-encoder" })).toBe(folder);
  await expect(download()).rejects.toMatchObject({ code: "model_not_found" });
  hub.files.delete("tokenizer.json");
  hub.commit = "b".repeat(40);
  await expect(download({ kind: "cross-encoder", revision: hub.commit })).rejects.toThrow(
    /Name a cross-encoder/,
  );
});

test("asks for each file once, and for none that is not needed", async () => {
  await download();
  expect(hub.requestedFiles.toSorted()).toEqual([...DESCRIBING, INT8].toSorted());
  expect((await names()).toSorted()).toEqual([`owner--name@${hub.commit}`, "revisions"]);
});

test("progress counts the bytes of all files up to their sum", async () => {
  const steps: { file: string; done: number; total: number }[] = [];
  await download({ onProgress: (step) => steps.push(step) });
  const total = [...DESCRIBING, INT8].reduce((sum, path) => sum + (hub.files.get(path)?.length ?? 0), 0);
  expect(steps.at(-1)).toEqual({ file: INT8, done: total, total });
  expect(steps.map((step) => step.done)).toEqual(steps.map((step) => step.done).toSorted((a, b) => a - b));
  expect(new Set(steps.map((step) => step.total))).toEqual(new Set([total]));
});

test("a second start asks nothing, even with the hub gone", async () => {
  const folder = await download();
  const requests = hub.seen.length;
  expect(await download()).toBe(folder);
  expect(hub.seen.length).toBe(requests);
  await hub[Symbol.asyncDispose]();
  expect(await download()).toBe(folder);
  expect(await download({ revision: hub.commit })).toBe(folder);
});

test("a branch that moves changes nothing until the folder is deleted", async () => {
  const folder = await download();
  hub.commit = "b".repeat(40);
  expect(await download()).toBe(folder);
  expect(basename(await download({ revision: hub.commit }))).toBe(`owner--name@${hub.commit}`);
  await rm(folder, { recursive: true });
  expect(basename(await download())).toBe(`owner--name@${hub.commit}`);
});

test("other weights join the pinned folder, with the data beside them", async () => {
  const folder = await download();
  const wanted = "onnx/big.onnx";
  const data = [`${wanted}_data`, `${wanted}_data_1`, `${wanted}.data`];
  for (const path of [wanted, ...data, `${wanted}_database`]) replace(path, randomBytes(200_000));
  const before = hub.requestedFiles.length;
  hub.commit = "b".repeat(40);
  expect(await download({ weightFile: wanted })).toBe(folder);
  expect(hub.requestedFiles.slice(before).toSorted()).toEqual(["modules.json", ...data, wanted].toSorted());
  expect(await contentOf(folder)).toEqual(repository(...DESCRIBING, INT8, wanted, ...data));
});

test("full precision is taken where there is no int8", async () => {
  hub.files.delete(INT8);
  expect(await contentOf(await download())).toEqual(repository(...DESCRIBING, FULL));
});

test("two at once both get the whole model", async () => {
  const [one, other] = await Promise.all([download(), download({ weightFile: FULL })]);
  expect(other).toBe(one);
  expect(await contentOf(one)).toEqual(repository(...DESCRIBING, INT8, FULL));
  expect((await names()).toSorted()).toEqual([basename(one), "revisions"]);
});

test("a connection that breaks is taken up where it broke", async () => {
  hub.breaksAfter = 500_000;
  expect(await contentOf(await download())).toEqual(repository(...DESCRIBING, INT8));
  const ranges = hub.storageRequests.filter(({ path }) => path.endsWith(INT8)).map(({ range }) => range);
  expect(ranges.length).toBeGreaterThan(1);
  expect(ranges.slice(1)).not.toContain(undefined);
});

test("a download that cannot go on leaves nothing behind, and the next start succeeds", async () => {
  hub.breaksAfter = 500_000;
  hub.knowsRanges = false;
  await expect(download()).rejects.toMatchObject({
    code: "model_unreachable",
    message: expect.stringMatching(/model_int8\.onnx .* after \d+ of 1000000 bytes/),
  });
  expect(await names()).toEqual([]);
  hub.breaksAfter = Number.POSITIVE_INFINITY;
  expect(await contentOf(await download())).toEqual(repository(...DESCRIBING, INT8));
});

test.for([
  ["another sha256", INT8, { sha256: "f".repeat(64) }],
  ["more bytes than listed", INT8, { size: 999_999 }],
  ["fewer bytes than listed", "config.json", { size: 100_000 }],
] as const)("%s: nothing is kept", async ([, path, listing]) => {
  hub.listedAs.set(path, listing);
  await expect(download()).rejects.toMatchObject({
    code: "model_unreachable",
    message: expect.stringContaining(path),
  });
  expect(await names()).toEqual([]);
});

test.for([
  ["no such model", { name: "owner/other" }, "owner/other"],
  ["no such revision", { revision: "v9" }, "owner/name has no such revision"],
] as const)("%s", async ([, options, text]) => {
  await expect(download(options)).rejects.toMatchObject({
    code: "model_not_found",
    message: expect.stringContaining(text),
  });
});

test.for([
  [401, undefined, "Set HF_TOKEN"],
  [403, "hf_secret", "Ask the owner"],
  [503, "hf_secret", "answered 503"],
] as const)("%i says what to do and nothing of the token", async ([status, token, text]) => {
  hub.intercept = ({ headers }, response) => {
    // A server that repeats what it was sent must not bring it into a message either.
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: headers.authorization ?? "" }));
    return true;
  };
  const error = await download({ token }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "model_unreachable", message: expect.stringContaining(text) });
  expect(error).toMatchObject({ message: expect.stringContaining(`${hub.url}/api/models/owner/name`) });
  expect(inspect(error, { depth: 10 })).not.toContain("hf_secret");
});

test("the token goes to the hub and nowhere else, whatever it begins with", async () => {
  await download({ token: "mirror-secret" });
  const toStorage = hub.storageRequests;
  expect(toStorage.length).toBeGreaterThan(0);
  expect(new Set(toStorage.map((request) => request.authorization))).toEqual(new Set([undefined]));
  const toHub = hub.seen.filter((request) => !toStorage.includes(request));
  expect(new Set(toHub.map((request) => request.authorization))).toEqual(new Set(["Bearer mirror-secret"]));
});

test("a listing that goes on elsewhere does not take the token there", async () => {
  hub.intercept = ({ url }, response) => {
    const elsewhere = url?.includes("/tree/") ?? false;
    if (elsewhere) response.setHeader("link", `<${hub.storageUrl}/storage/next>; rel="next"`).end("[]");
    return elsewhere;
  };
  await expect(download({ token: "mirror-secret" })).rejects.toMatchObject({ code: "model_unreachable" });
  expect(hub.storageRequests.map((request) => request.authorization)).toEqual([undefined]);
});

test.for([
  ["a token that no header can carry", () => ({ token: "hf_secret\nx" }), "HF_TOKEN"],
  [
    "a password in the address",
    () => ({ hubUrl: hub.url.replace("//", "//user:hf_secret@") }),
    "HF_ENDPOINT",
  ],
] as const)("%s is refused without repeating it", async ([, options, text]) => {
  const error = await download(options()).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "invalid_configuration", message: expect.stringContaining(text) });
  expect(inspect(error, { depth: 10 })).not.toContain("hf_secret");
});

test("a hub that is not there is named, with the way round it", async () => {
  await hub[Symbol.asyncDispose]();
  await expect(download()).rejects.toMatchObject({
    code: "model_unreachable",
    message: expect.stringMatching(new RegExp(`${hub.url}/.*ECONNREFUSED.*set EMBEDDING_MODEL to its path`)),
  });
});

test.for([
  ["a page instead of an answer", "<html>Please sign in</html>"],
  ["no commit", '{"sha":"../../elsewhere"}'],
])("%s is not taken for the hub's", async ([, body]) => {
  hub.intercept = (_, response) => {
    response.end(body);
    return true;
  };
  await expect(download()).rejects.toMatchObject({
    code: "model_unreachable",
    message: expect.stringContaining("does not answer as the hub does"),
  });
  expect(existsSync(cacheFolder)).toBe(false);
});

test("a repository without ONNX weights says which were looked for and asks for no file", async () => {
  for (const path of [INT8, FULL]) hub.files.delete(path);
  await expect(download()).rejects.toMatchObject({
    code: "model_not_found",
    message: expect.stringMatching(/model_int8\.onnx, onnx\/model\.onnx, model\.onnx\. .*export/),
  });
  expect(hub.requestedFiles).toEqual([]);
});

test("weights under another name are offered", async () => {
  await expect(download({ weightFile: "onnx/none.onnx" })).rejects.toMatchObject({
    code: "model_not_found",
    message: expect.stringMatching(
      /under onnx\/none\.onnx\. It has .*model_int8\.onnx.*EMBEDDING_MODEL_FILE/,
    ),
  });
});

test.for(["modules.json", "1_Pooling/config.json"])("a repository without %s is refused", async (path) => {
  hub.files.delete(path);
  await expect(download()).rejects.toMatchObject({
    code: "model_not_found",
    message: expect.stringContaining(`has no ${path}`),
  });
  expect(hub.requestedFiles).not.toContain(INT8);
});

test("no path leads out of the folder", async () => {
  replace("../../outside/config.json", "{}");
  replace("modules.json", JSON.stringify([{ path: "../../outside", type: "models.Pooling" }]));
  await expect(download()).rejects.toMatchObject({ code: "model_not_found" });
  expect(await names()).toEqual([]);
  expect(await readdir(join(cacheFolder, ".."))).toEqual(["models"]);
});

test("a model larger than the disk is refused before its weights are asked for", async () => {
  hub.listedAs.set(INT8, { size: Number.MAX_SAFE_INTEGER });
  await expect(download()).rejects.toMatchObject({ code: "storage_full" });
  expect(hub.requestedFiles).not.toContain(INT8);
  expect(await names()).toEqual([]);
});

import { Type } from "typebox";
import { Value } from "typebox/value";
import { CosmicError } from "../../../errors.ts";
import type { Ask } from "../../../outgoing/ask.ts";
import { reasonOf, refused, unreachable } from "./hub-errors.ts";

/** A file of a repository as the hub lists it. */
export interface HubFile {
  path: string;
  /** Bytes. */
  size: number;
  /** Known of large files only. */
  sha256: string | undefined;
}

/** One repository of the hub. All methods throw CosmicError `model_unreachable` or `model_not_found`. */
export interface Hub {
  /** The commit that a branch or tag stands at now. */
  commitOf(revision: string): Promise<string>;
  list(commit: string): Promise<HubFile[]>;
  /** The bytes of a file, which may be fewer or more than listed if the hub contradicts itself. */
  read(commit: string, file: HubFile): AsyncIterable<Uint8Array>;
}

const Commit = Type.Object({ sha: Type.String({ pattern: "^[0-9a-f]{40}$" }) });
const Entry = Type.Object({
  type: Type.String(),
  path: Type.String(),
  size: Type.Integer({ minimum: 0 }),
  lfs: Type.Optional(
    Type.Union([Type.Null(), Type.Object({ oid: Type.String(), size: Type.Integer({ minimum: 0 }) })]),
  ),
});

/**
 * The library lists what there is; file contents are fetched here, because its `downloadFile` asks twice,
 * needs a mirror that knows ranges, and reports a broken connection as a bare string.
 */
export async function connectHub(target: {
  name: string;
  hubUrl: string;
  token: string | undefined;
  ask: Ask;
}): Promise<Hub> {
  const { name, token } = target;
  const hubUrl = target.hubUrl.replace(/\/+$/, "");
  const { origin } = checkSettings(hubUrl, token);
  const { listFiles, modelInfo } = await import("@huggingface/hub");

  return {
    async commitOf(revision) {
      const address = `${hubUrl}/api/models/${name}/revision/${encodeURIComponent(revision)}`;
      return understood(address, async () => {
        const info = await modelInfo({ name, revision, hubUrl, fetch: ask, additionalFields: ["sha"] });
        return Value.Parse(Commit, info).sha;
      });
    },

    async list(commit) {
      return understood(`${hubUrl}/api/models/${name}/tree/${commit}`, async () => {
        const files: HubFile[] = [];
        const repo = { type: "model", name } as const;
        const entries = listFiles({ repo, revision: commit, recursive: true, hubUrl, fetch: ask });
        for await (const entry of entries) {
          const { type, path, size, lfs } = Value.Parse(Entry, entry);
          // A path becomes a path on this machine: none leads out of the model's folder.
          if (type === "file" && isInside(path)) {
            files.push({ path, size: lfs?.size ?? size, sha256: lfs?.oid });
          }
        }
        return files;
      });
    },

    async *read(commit, file) {
      const path = file.path.split("/").map(encodeURIComponent).join("/");
      const address = `${hubUrl}/${name}/resolve/${commit}/${path}`;
      let received = 0;
      // A broken connection is taken up where it broke, as long as each new one brings something.
      while (received < file.size) {
        const before = received;
        let reason = "ended too early";
        try {
          for await (const chunk of bytesFrom(await askForFile(address, received), received)) {
            received += chunk.length;
            yield chunk;
            if (received > file.size) return;
          }
        } catch (error) {
          if (error instanceof CosmicError) throw error;
          reason = `broke off (${reasonOf(error)})`;
        }
        if (received === before) {
          throw unreachable(name, address, `${reason} after ${received} of ${file.size} bytes`);
        }
      }
    },
  };

  function askForFile(address: string, from: number): Promise<Response> {
    // Not compressed, because a position is one in the file itself.
    const headers = { "accept-encoding": "identity", ...(from > 0 && { range: `bytes=${from}-` }) };
    return ask(address, { headers });
  }

  /** The token is set here: the library takes only those of the hub itself, not those of a mirror. */
  async function ask(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = new Headers(init.headers);
    if (token !== undefined && url.origin === origin) headers.set("authorization", `Bearer ${token}`);
    const address = url.origin + url.pathname;
    const response = await target.ask(url, { ...init, headers }).catch((cause: unknown) => {
      if (cause instanceof CosmicError) throw cause;
      throw unreachable(name, address, `does not answer (${reasonOf(cause)})`, cause);
    });
    if (response.ok) return response;
    await response.body?.cancel();
    throw refused(name, address, response.status, response.headers.get("x-error-code"), token !== undefined);
  }

  async function understood<T>(address: string, question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      if (error instanceof CosmicError) throw error;
      throw unreachable(name, address, "does not answer as the hub does", error);
    }
  }
}

/** @throws CosmicError `invalid_configuration`; what fetch itself would throw repeats the secret. */
function checkSettings(hubUrl: string, token: string | undefined): URL {
  const url = new URL(hubUrl);
  if (url.username || url.password) {
    throw new CosmicError(
      "invalid_configuration",
      "HF_ENDPOINT must hold no password. Set HF_TOKEN instead.",
    );
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new CosmicError(
      "invalid_configuration",
      "HF_TOKEN has characters that no token has. Set it again.",
    );
  }
  return url;
}

function isInside(path: string): boolean {
  return path.split("/").every((part) => part !== "" && !/^\.\.?$|[\\:\0]/.test(part));
}

/** @param from bytes that are here already, which a server without ranges sends once more */
async function* bytesFrom(response: Response, from: number): AsyncGenerator<Uint8Array> {
  let known = response.status === 206 ? 0 : from;
  const body: ReadableStream<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    const fresh = chunk.subarray(Math.min(known, chunk.length));
    known -= chunk.length - fresh.length;
    if (fresh.length > 0) yield fresh;
  }
}

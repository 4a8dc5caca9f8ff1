import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

const LARGE = 100_000;

interface Seen {
  path: string;
  authorization: string | undefined;
  range: string | undefined;
}

/**
 * For tests: speaks the hub's protocol for one repository, with large files on another origin as the hub
 * has them, and notes what it was asked.
 */
export class TestHub implements AsyncDisposable {
  readonly files: Map<string, Buffer>;
  commit = "a".repeat(40);
  /** What it says of a file instead of the truth. */
  readonly listedAs = new Map<string, { size?: number; sha256?: string }>();
  /** Answers in its place by returning true. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  /** Sends this many bytes of a large file and breaks off. */
  breaksAfter = Number.POSITIVE_INFINITY;
  knowsRanges = true;
  readonly seen: Seen[] = [];
  /** Stays known when it has gone. */
  url = "";
  storageUrl = "";
  readonly #api: Server;
  readonly #storage: Server;

  private constructor(files: Map<string, Buffer>) {
    this.files = files;
    this.#api = createServer((request, response) => {
      this.#note(request);
      if (!this.intercept(request, response)) this.#answer(new URL(request.url ?? "", this.url), response);
    });
    this.#storage = createServer((request, response) => {
      this.#note(request);
      this.#send(request, response);
    });
  }

  static async start(files: Map<string, Buffer>): Promise<TestHub> {
    const hub = new TestHub(files);
    for (const server of [hub.#api, hub.#storage]) await once(server.listen(0, "127.0.0.1"), "listening");
    hub.url = addressOf(hub.#api);
    hub.storageUrl = addressOf(hub.#storage);
    return hub;
  }

  /** Paths of the repository's files that were asked for. */
  get requestedFiles(): string[] {
    return this.seen.flatMap(({ path }) => /\/resolve\/[^/]+\/(.+)/.exec(path)?.[1] ?? []);
  }

  /** What was asked of the other origin. */
  get storageRequests(): Seen[] {
    return this.seen.filter(({ path }) => path.startsWith("/storage/"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of [this.#api, this.#storage].filter((server) => server.listening)) {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    }
  }

  #note({ url, headers }: IncomingMessage): void {
    this.seen.push({ path: url ?? "", authorization: headers.authorization, range: headers.range });
  }

  #answer(url: URL, response: ServerResponse): void {
    const [, kind, revision, path = ""] =
      /^\/(?:api\/models\/)?owner\/name\/(revision|tree|resolve)\/([^/]+)\/?(.*)$/.exec(url.pathname) ?? [];
    if (!kind) {
      refuse(response, 401, "RepoNotFound");
    } else if (!/^(main|[0-9a-f]{40})$/.test(revision ?? "")) {
      refuse(response, 404, "RevisionNotFound");
    } else if (kind === "revision") {
      json(response, { id: "owner/name", sha: this.commit });
    } else if (kind === "tree") {
      this.#list(Number(url.searchParams.get("cursor") ?? 0), response);
    } else {
      this.#resolve(path, response);
    }
  }

  #resolve(path: string, response: ServerResponse): void {
    const content = this.files.get(path);
    if (!content) {
      refuse(response, 404, "EntryNotFound");
    } else if (content.length >= LARGE) {
      response.writeHead(302, { location: `${this.storageUrl}/storage/${path}` }).end();
    } else {
      response.writeHead(200, { "content-length": content.length }).end(content);
    }
  }

  /** Four entries a page, so that every test goes through several. */
  #list(cursor: number, response: ServerResponse): void {
    const entries = [
      { type: "directory", path: "onnx", size: 0, oid: "0".repeat(40) },
      ...[...this.files].map(([path, content]) => this.#entry(path, content)),
    ];
    const next = cursor + 4;
    if (next < entries.length) {
      const address = `${this.url}/api/models/owner/name/tree/${this.commit}?recursive=true&cursor=${next}`;
      response.setHeader("link", `<${address}>; rel="next"`);
    }
    json(response, entries.slice(cursor, next));
  }

  #entry(path: string, content: Buffer) {
    const size = this.listedAs.get(path)?.size ?? content.length;
    const oid = this.listedAs.get(path)?.sha256 ?? createHash("sha256").update(content).digest("hex");
    const entry = { type: "file", path, size, oid: "0".repeat(40) };
    return content.length >= LARGE ? { ...entry, lfs: { oid, size, pointerSize: 134 } } : entry;
  }

  #send(request: IncomingMessage, response: ServerResponse): void {
    const content = this.files.get((request.url ?? "").replace("/storage/", "")) ?? Buffer.alloc(0);
    const range = this.knowsRanges ? /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] : undefined;
    const body = content.subarray(Number(range ?? 0));
    response.writeHead(range ? 206 : 200, { "content-length": body.length });
    if (body.length <= this.breaksAfter) response.end(body);
    else response.write(body.subarray(0, this.breaksAfter), () => response.destroy());
  }
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the test hub does not listen");
  return `http://127.0.0.1:${address.port}`;
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, kind: string): void {
  response.writeHead(status, { "x-error-code": kind, "content-type": "application/json" });
  response.end(JSON.stringify({ error: kind }));
}

import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { Problem } from "@cosmic/contract";
import type { Static, TSchema } from "typebox";
import { Value } from "typebox/value";
import type { Config } from "../config.ts";
import { findOwner } from "../data-folder/lock.ts";
import { CommandError, RefusedRequest } from "./command-error.ts";
import { connectToServer, findServer } from "./server-transport.ts";
import type { Terminal } from "./terminal.ts";

/** Carries requests to the API: over HTTP to a server, or straight to the routes in this process. */
export interface Transport extends AsyncDisposable {
  /** Address of the server; none when this process does it all itself. */
  server: string | undefined;
  send(request: {
    method: "GET" | "POST" | "DELETE";
    path: string;
    /** Sent as JSON, or as multipart/form-data. */
    body?: unknown;
  }): Promise<{ status: number; body: string }>;
  /** The body as it comes, for what may be too large to be held. */
  open(path: string): Promise<{ status: number; body: Readable }>;
  /** Sees to it that the jobs run that the command adds. */
  runJobs(): Promise<void>;
}

const API = "/api/v1";

/** Asks the API and checks what it answers. */
export class Session implements AsyncDisposable {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get server(): string | undefined {
    return this.#transport.server;
  }

  /** What becomes of the work when the command stops waiting for it. */
  get unattended(): string {
    return this.server
      ? "The server goes on with it. `cosmic status` shows how far it is."
      : "What is not done is kept; `cosmic start` goes on with it.";
  }

  get<S extends TSchema>(path: string, schema: S): Promise<Static<S>> {
    return this.#ask("GET", path, schema);
  }

  post<S extends TSchema>(path: string, schema: S, body?: unknown): Promise<Static<S>> {
    return this.#ask("POST", path, schema, body);
  }

  delete<S extends TSchema>(path: string, schema: S): Promise<Static<S>> {
    return this.#ask("DELETE", path, schema);
  }

  /** What is not JSON, or too large to be held. */
  async open(path: string): Promise<Readable> {
    const { status, body } = await this.#transport.open(API + path);
    if (status === 200) return body;
    const value = parse(await text(body));
    if (Value.Check(Problem, value)) throw new RefusedRequest(value);
    throw new CommandError(`GET ${path} was answered with ${status} and nothing this version understands.`);
  }

  runJobs(): Promise<void> {
    return this.#transport.runJobs();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve(this.#transport[Symbol.asyncDispose]());
  }

  async #ask<S extends TSchema>(
    method: "GET" | "POST" | "DELETE",
    path: string,
    schema: S,
    body?: unknown,
  ): Promise<Static<S>> {
    const answer = await this.#transport.send({
      method,
      path: API + path,
      ...(body === undefined ? {} : { body }),
    });
    const value = parse(answer.body);
    if (Value.Check(Problem, value)) throw new RefusedRequest(value);
    if (Value.Check(schema, value)) return value;
    throw new CommandError(
      `${method} ${path} was answered with ${answer.status} and nothing this version understands.`,
    );
  }
}

/** Talks to the server that owns the data folder, or does the work in this process if there is none. */
export async function openSession(config: Config, terminal: Terminal, command: string): Promise<Session> {
  const owner = findOwner(config.dataFolder);
  const server = owner?.address ?? (await findServer(config));
  if (server) return new Session(connectToServer(server, terminal.signal));
  // Loaded only now: a command to a running server needs neither model nor database.
  const { openOwnTransport } = await import("./own-transport.ts");
  return new Session(await openOwnTransport(config, terminal, command));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CosmicClient, createCosmicClient } from "@cosmic/contract/client";
import type { Static, TSchema } from "typebox";
import { Value } from "typebox/value";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { SERVICE_ROLES } from "../../src/roles.ts";
import { serve } from "../../src/serve.ts";

export interface TestService {
  address: string;
  /** Of what the service keeps. */
  dataFolder: string;
  client: CosmicClient;
  /** Any request, body as it is, for what the typed client would not send. */
  request(method: string, path: string, body?: string): Promise<Response>;
  /** Resolves when nothing is pending or in work any more, having asked every so many milliseconds. */
  settled(everyMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** The whole service in this process, on a port and in a folder of its own. */
export async function startTestService(env: Record<string, string> = {}): Promise<TestService> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-test-"));
  const config = readConfig({
    DATA_DIR: folder,
    ROLES: SERVICE_ROLES.join(","),
    PORT: "0",
    MONITOR_PORT: "0",
    ...env,
  });
  const options = {
    command: "test",
    log: createLog({ level: env.LOG_LEVEL ?? "error", pretty: false }),
    onDownload: () => {},
  };
  const service = await serve(config, options);
  return {
    ...connect(service.address),
    dataFolder: folder,
    async stop() {
      await service[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Ways to talk to a service that runs at an address. */
export function connect(address: string): Omit<TestService, "stop" | "dataFolder"> {
  const client = createCosmicClient({ baseUrl: address });
  return {
    address,
    client,
    request: (method, path, body) =>
      fetch(address + path, {
        method,
        ...(body === undefined ? {} : { body, headers: { "content-type": "application/json" } }),
      }),
    async settled(everyMs) {
      await until(async () => {
        const { data } = await client.GET("/api/v1/health/");
        return data !== undefined && data.documents.pending + data.documents.processing === 0;
      }, everyMs);
    },
  };
}

/** The body of an answer, checked against its schema. */
export async function bodyOf<S extends TSchema>(schema: S, response: Response): Promise<Static<S>> {
  return Value.Parse(schema, await response.json());
}

/** Asks again until the answer is yes. The test's own time limit ends it if it never is. */
export async function until(condition: () => Promise<boolean>, everyMs = 50): Promise<void> {
  while (!(await condition())) await sleep(everyMs);
}

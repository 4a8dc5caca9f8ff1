import { NewApiKey } from "@cosmic/contract";
import { onTestFinished } from "vitest";
import { bodyOf, startTestService, type TestService } from "./test-service.ts";

export const V1 = "/api/v1";
export const EMBEDDER = { EMBEDDING_WORKERS: "1" };

export async function start(env: Record<string, string> = {}): Promise<TestService> {
  const service = await startTestService({ ...EMBEDDER, ...env });
  onTestFinished(() => service.stop());
  return service;
}

/** Asks with a key, or with nothing. */
export function ask(
  service: TestService,
  key: string | undefined,
  method: string,
  path: string,
  body?: unknown,
) {
  return fetch(service.address + path, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export async function makeKey(service: TestService, by: string | undefined, more: object = {}) {
  const body = { name: "of a test", scopes: ["documents:read", "admin"], ...more };
  return bodyOf(NewApiKey, await ask(service, by, "POST", `${V1}/access/keys/`, body));
}

export const statusOf = async (answer: Promise<Response>) => (await answer).status;

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import type { S3Config } from "../../src/ports/objects/s3/config.ts";
import { freePort } from "./free-port.ts";

/** Path of a versitygw or minio; tests that stop their server start one of their own with it. */
export const SERVER_BINARY = process.env.TEST_S3_SERVER;

const KEYS = { accessKey: "tests", secretKey: "tests-tests-tests" };

export interface S3Server {
  config: S3Config;
  /** Ready when a client that waits for it gets through. */
  start(...options: string[]): Promise<void>;
  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): Promise<void>;
}

export const S3_DEFAULTS: S3Config = {
  endpoint: undefined,
  publicEndpoint: undefined,
  keys: KEYS,
  region: "us-east-1",
  forcePathStyle: true,
  bucketPrefix: "",
  connectMs: 5_000,
  requestMs: 60_000,
};

/** Not started yet: a server with its data in a folder, always on the same port. */
export async function createS3Server(binary: string, folder: string): Promise<S3Server> {
  const address = `127.0.0.1:${await freePort()}`;
  let child: ChildProcess | undefined;
  return {
    config: { ...S3_DEFAULTS, endpoint: `http://${address}` },
    async start(...options) {
      child = basename(binary).startsWith("minio")
        ? spawn(binary, ["server", "--quiet", "--address", address, folder], {
            env: { ...process.env, MINIO_ROOT_USER: KEYS.accessKey, MINIO_ROOT_PASSWORD: KEYS.secretKey },
            stdio: "ignore",
          })
        : spawn(binary, ["--port", address, "--keep-alive", "--quiet", ...options, "posix", folder], {
            env: { ...process.env, ROOT_ACCESS_KEY: KEYS.accessKey, ROOT_SECRET_KEY: KEYS.secretKey },
            stdio: "ignore",
          });
      await once(child, "spawn");
    },
    async signal(signal) {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill(signal);
      if (signal === "SIGKILL") await ended;
    },
  };
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import runtime from "../../../launch/runtime.json" with { type: "json" };
import { ROOT } from "../../src/config.ts";
import { ROLES, SERVICE_ROLES } from "../../src/roles.ts";
import { freePort } from "../servers/free-port.ts";
import { connect, type TestService } from "./test-service.ts";

export interface ChildService extends Omit<TestService, "stop" | "dataFolder"> {
  pid: number;
  /** Where the web app answers, if it was started with that role. */
  app: string;
  /** What it has written on standard error. */
  log(): string;
  /** @returns exit code, or the signal that ended it */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | string | null>;
}

/** The real program as a process of its own, started as `npm start` starts it. */
export async function startChildService(
  dataFolder: string,
  env: Record<string, string> = {},
): Promise<ChildService> {
  const child = spawn(
    process.execPath,
    [...runtime.arguments, join(ROOT, "service/src/main.ts"), "start", "--json"],
    {
      env: {
        ...runtime.environment,
        ...process.env,
        DATA_DIR: dataFolder,
        ROLES: SERVICE_ROLES.join(","),
        PORT: "0",
        MONITOR_PORT: "0",
        LOG_LEVEL: "warn",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const log = collect(child.stderr);
  const { address, app } = await readReady(child, log);
  return {
    ...connect(address),
    app: app ?? "",
    pid: child.pid ?? 0,
    log,
    end: (signal) => endChild(child, signal),
  };
}

/** The same with the web app. */
export async function startChildApp(
  dataFolder: string,
  env: Record<string, string> = {},
): Promise<ChildService> {
  const app = { ROLES: ROLES.join(","), APP_PORT: String(await freePort()) };
  return startChildService(dataFolder, { ...app, ...env });
}

const Ready = Type.Object({ address: Type.String(), app: Type.Union([Type.String(), Type.Null()]) });

/** What it prints first, as soon as it can be asked. */
async function readReady({ stdout }: ChildProcess, log: () => string): Promise<Static<typeof Ready>> {
  if (!stdout) throw new Error("the child has no output");
  let printed = "";
  for await (const line of createInterface(stdout)) {
    printed += line;
    if (!isWhole(printed)) continue;
    stdout.resume();
    return Value.Parse(Ready, JSON.parse(printed));
  }
  throw new Error(`the service ended before it was ready:\n${printed}\n${log()}`);
}

function collect(output: Readable | null): () => string {
  let text = "";
  output?.on("data", (chunk) => {
    text += chunk;
  });
  return () => text;
}

function isWhole(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

async function endChild(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number | string | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
  return child.exitCode ?? child.signalCode;
}

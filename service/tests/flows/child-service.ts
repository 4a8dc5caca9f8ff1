import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import runtime from "../../../launch/runtime.json" with { type: "json" };
import { ROOT } from "../../src/config.ts";
import { SERVICE_ROLES } from "../../src/roles.ts";
import { connect, type TestService } from "./test-service.ts";

export interface ChildService extends Omit<TestService, "stop"> {
  pid: number;
  /** @returns exit code, or the signal that ended it */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | string | null>;
}

/** The real program as a process of its own, started as `npm start` starts it. */
export async function startChildService(
  dataFolder: string,
  env: Record<string, string> = {},
): Promise<ChildService> {
  const child = spawn(process.execPath, [...runtime.arguments, join(ROOT, "service/src/main.ts"), "start"], {
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
  });
  return {
    ...connect(await firstAddress(child)),
    pid: child.pid ?? 0,
    end: (signal) => endChild(child, signal),
  };
}

async function firstAddress(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error("the child has no output");
  let errors = "";
  stderr.on("data", (chunk) => {
    errors += chunk;
  });
  for await (const line of createInterface(stdout)) {
    const address = /https?:\/\/[\w.:[\]]+:\d+/.exec(line)?.[0];
    if (!address) throw new Error(`the first line has no address: ${line}`);
    stdout.resume();
    return address;
  }
  throw new Error(`the service ended before it was ready:\n${errors}`);
}

async function endChild(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number | string | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
  return child.exitCode ?? child.signalCode;
}

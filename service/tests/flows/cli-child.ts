import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { ROOT } from "../../src/config.ts";
import { SERVICE_ROLES } from "../../src/roles.ts";

const NODE = join(ROOT, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The real program. Its surroundings name only what `env` names; an empty variable counts as unset. */
export function spawnCosmic(
  args: readonly string[],
  env: Record<string, string>,
): ChildProcessWithoutNullStreams {
  const own = {
    ROLES: SERVICE_ROLES.join(","),
    PORT: "0",
    HOST: "",
    DATABASE_URL: "",
    LOG_LEVEL: "",
    EMBEDDING_MODEL: "",
    ...env,
  };
  return spawn(NODE, [join(ROOT, "service", "src", "main.ts"), ...args], { env: { ...process.env, ...own } });
}

/** Runs a command to its end. */
export async function cosmic(
  args: readonly string[],
  env: Record<string, string>,
  input = "",
): Promise<Ended> {
  const child = spawnCosmic(args, env);
  child.stdin.end(input);
  return ended(child);
}

export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const exit = once(child, "exit");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await exit;
  return { code, stdout, stderr };
}

export interface RunningCosmic {
  pid: number;
  firstLine: string;
  /** What it said on standard error before that. */
  errors: string;
  address: string;
  /** @returns exit code, or the signal that ended it */
  end(signal: NodeJS.Signals): Promise<number | string | null>;
}

export async function startCosmic(env: Record<string, string>): Promise<RunningCosmic> {
  const child = spawnCosmic(["start"], env);
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  for await (const firstLine of createInterface(child.stdout)) {
    child.stdout.resume();
    return {
      pid: child.pid ?? 0,
      firstLine,
      errors,
      address: /http:\/\/127\.0\.0\.1:\d+/.exec(firstLine)?.[0] ?? "",
      async end(signal) {
        if (child.exitCode === null && child.signalCode === null) {
          const exit = once(child, "exit");
          child.kill(signal);
          await exit;
        }
        return child.exitCode ?? child.signalCode;
      },
    };
  }
  throw new Error(`it ended before it was ready:\n${errors}`);
}

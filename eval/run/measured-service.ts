import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Health } from "@cosmic/contract";
import { CommandError } from "../../service/src/cli/command-error.ts";
import { loadConfig } from "../../service/src/cli/configuration.ts";
import { type Config, embeddedStores } from "../../service/src/config.ts";
import { startChildService } from "../../service/tests/flows/child-service.ts";
import { connect, type TestService } from "../../service/tests/flows/test-service.ts";
import { cpuSecondsOf } from "./cpu-time.ts";

export interface MeasuredService extends Pick<TestService, "client" | "request"> {
  /** Absent where the service was started by others. */
  config: Config | undefined;
  /** What is written stays behind when the service ends, and has to be deleted. */
  outlives: boolean;
  /** So far; undefined where it cannot be told. */
  cpuSeconds(): number | undefined;
  health(): Promise<Health>;
}

/**
 * Runs the work with a service that is there already, or else with one of its own in a temporary folder, which ends
 * with the work. The environment of the caller stands for both it and its stores, but for the journal: what is
 * measured is what is sent.
 *
 * @param url such as `http://127.0.0.1:8000`
 * @param env settings of its own service that stand over those of the caller
 */
export async function withMeasuredService<T>(
  url: string | undefined,
  work: (service: MeasuredService) => Promise<T>,
  env: Record<string, string> = {},
): Promise<T> {
  if (url !== undefined) {
    const service = connect(url.replace(/\/+$/, ""));
    return work(measured(service, { config: undefined, outlives: true, cpuSeconds: () => undefined }));
  }
  const folder = await mkdtemp(join(tmpdir(), "cosmic-eval-"));
  try {
    const config = loadConfig({ ...env, DATA_DIR: folder });
    const child = await startChildService(folder, { ...env, MONITOR_PORT: "0", MONGODB_URL: "" });
    try {
      // With all stores in the folder nothing is left when it is gone.
      const outlives = embeddedStores(config).length < ALL_EMBEDDED;
      return await work(measured(child, { config, outlives, cpuSeconds: () => cpuSecondsOf(child.pid) }));
    } finally {
      // Ctrl-C reaches it too, and it may have failed.
      if (isRunning(child.pid)) await child.end("SIGTERM");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Database, index, objects. */
const ALL_EMBEDDED = 3;

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function measured(
  { client, request, address }: Pick<TestService, "client" | "request" | "address">,
  rest: Pick<MeasuredService, "config" | "outlives" | "cpuSeconds">,
): MeasuredService {
  return {
    client,
    request,
    ...rest,
    async health() {
      const { data } = await client.GET("/api/v1/health/").catch((cause) => {
        throw new CommandError(`The service at ${new URL(address).host} does not answer.`, cause);
      });
      if (data) return data;
      throw new CommandError("The service says that it is not well: ask /api/v1/health/.");
    },
  };
}

import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddingTestServer } from "../../service/src/ports/embedders/providers/test-server.ts";
import { SERVICE_ROLES } from "../../service/src/roles.ts";
import { connect, type TestService } from "../../service/tests/flows/test-service.ts";
import { type FaultProxy, startFaultProxy } from "../../service/tests/servers/fault-proxy.ts";
import { mountSmallDisk, type SmallDisk, WITHOUT_DISK } from "../../service/tests/servers/small-disk.ts";
import { createProgram, type Program } from "./program.ts";
import { portOf, type Server, startServers } from "./servers.ts";

/** Programs that run, and all that faults are caused in. */
export interface Installation {
  /** For users: through the network. */
  users: Omit<TestService, "stop" | "dataFolder">;
  network: FaultProxy;
  /** The first one answers requests. */
  programs: [Program, ...Program[]];
  /** Settings of all programs. */
  env: Record<string, string>;
  servers: Record<string, Server>;
  /** Of the data folder without the index, and of the index; none where they cannot be mounted. */
  disks: { data?: SmallDisk | undefined; index?: SmallDisk | undefined };
  /** Where the application writes the journal, without the network between. */
  journalUrl: string | undefined;
}

export type StartInstallation = (opened: AsyncDisposableStack) => Promise<Installation>;

const COMMON = {
  EMBEDDING_WORKERS: "1",
  LOG_LEVEL: "warn",
  // What was lost with its queue is found again soon.
  SWEEP_CRON: "*/5 * * * * *",
  SWEEP_AFTER_SECONDS: "10",
  SYNC_POLL_SECONDS: "2",
};
const DISK_MB = 300;

export const mountDisk = (opened: AsyncDisposableStack) =>
  WITHOUT_DISK ? undefined : opened.use(mountSmallDisk(DISK_MB));

/** One process with everything in it, its stores on small disks. */
export const startEmbedded: StartInstallation = async (opened) => {
  const disks = { data: mountDisk(opened), index: mountDisk(opened) };
  const folder = join(disks.data?.folder ?? (await temporaryFolder(opened)), "data");
  await mkdir(folder, { mode: 0o700 });
  if (disks.index) {
    const index = join(disks.index.folder, "index");
    await mkdir(index);
    await symlink(index, join(folder, "index"));
  }
  return started(opened, [{ folder, roles: SERVICE_ROLES.join(",") }], COMMON, { disks });
};

/** The same with the model of a provider, on this machine. */
export const startWithProvider: StartInstallation = async (opened) => {
  const provider = opened.use(await startEmbeddingTestServer());
  const proxy = opened.use(await startFaultProxy(() => portOf(provider.url)));
  const env = {
    ...COMMON,
    EMBEDDING_MODEL: "openai/words",
    EMBEDDING_BASE_URL: `http://127.0.0.1:${proxy.port}/v1`,
  };
  const nothing = async () => {};
  const servers = { embedder: { proxy, disk: undefined, start: nothing, kill: nothing, revive: nothing } };
  const folder = await temporaryFolder(opened);
  return started(opened, [{ folder, roles: SERVICE_ROLES.join(",") }], env, { servers });
};

/** An API and a worker before servers for every store. */
export const startOverServers: StartInstallation = async (opened) => {
  const { servers, env, journalUrl } = await startServers(opened, () => mountDisk(opened));
  const folder = await temporaryFolder(opened);
  const programs = [
    { folder: join(folder, "api"), roles: "api,scheduler" },
    { folder: join(folder, "worker"), roles: "worker" },
  ] as const;
  return started(opened, [...programs], { ...COMMON, ...env }, { servers, journalUrl });
};

async function started(
  opened: AsyncDisposableStack,
  [first, ...rest]: [ProgramOptions, ...ProgramOptions[]],
  env: Record<string, string>,
  parts: Partial<Pick<Installation, "servers" | "disks" | "journalUrl">>,
): Promise<Installation> {
  const start = async ({ folder, roles }: ProgramOptions) => {
    const program = await createProgram(folder, { ...env, DATA_DIR: folder, ROLES: roles });
    opened.defer(() => program.kill());
    await program.start();
    return program;
  };
  const api = await start(first);
  const others = await Promise.all(rest.map(start));
  const network = opened.use(await startFaultProxy(() => api.port));
  return {
    users: connect(`http://127.0.0.1:${network.port}`),
    network,
    programs: [api, ...others],
    env: { ...env, DATA_DIR: first.folder },
    servers: {},
    disks: {},
    journalUrl: undefined,
    ...parts,
  };
}

interface ProgramOptions {
  folder: string;
  roles: string;
}

async function temporaryFolder(opened: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-faults-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

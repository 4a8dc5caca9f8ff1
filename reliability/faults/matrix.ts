import type { Dependency, ErrorCode } from "@cosmic/contract";
import {
  type Installation,
  type StartInstallation,
  startEmbedded,
  startOverServers,
  startWithProvider,
} from "./installation.ts";

export const FAULTS = ["down", "slow", "reset", "disk full"] as const;
export type Fault = (typeof FAULTS)[number];

/** A fault in one part. */
export interface Cell {
  cause(): Promise<unknown>;
  end(): Promise<unknown>;
  /** What `health/` and `readyz` have to say of it, if users notice it. */
  failing?: Dependency["name"] | undefined;
  notReady?: ErrorCode | undefined;
}

export interface Row {
  name: string;
  start: StartInstallation;
  /** Each fault, or why there is none. */
  cells: Record<Fault, ((it: Installation) => Cell) | string>;
}

export const ROWS: readonly Row[] = [
  {
    name: "process",
    start: startEmbedded,
    cells: {
      down: ({ programs: [program] }) => ({ cause: () => program.kill(), end: () => program.start() }),
      slow: ({ programs: [program] }) => ({
        cause: async () => program.freeze(),
        end: async () => program.thaw(),
      }),
      reset: ({ network }) => ({
        cause: () => network.become("resetting"),
        end: () => network.become("passing"),
      }),
      "disk full": ({ disks }) => full([disks.data, disks.index], { failing: "objects" }),
    },
  },
  {
    name: "SQLite index",
    start: startEmbedded,
    cells: {
      down: "runs within the process; a damaged file has a test (`damaged-index.test.ts`)",
      slow: "runs within the process",
      reset: "runs within the process",
      "disk full": ({ disks }) => full([disks.index]),
    },
  },
  {
    name: "embedder",
    start: startWithProvider,
    cells: {
      ...ofServer("embedder", { failing: "embedder" }),
      // Documents are embedded all the same; searches wait 3 s and go by words.
      slow: (it) => network(it, "embedder", "late"),
      "disk full": "keeps nothing",
    },
  },
  {
    name: "worker",
    start: startOverServers,
    cells: {
      down: ({ programs: [, worker] }) => ({
        cause: async () => worker?.kill(),
        end: async () => worker?.start(),
      }),
      slow: ({ programs: [, worker] }) => ({
        cause: async () => worker?.freeze(),
        end: async () => worker?.thaw(),
      }),
      reset: "nobody connects to it",
      "disk full": "keeps nothing but downloaded models",
    },
  },
  {
    name: "PostgreSQL",
    start: startOverServers,
    cells: {
      ...ofServer("PostgreSQL", { failing: "database", notReady: "database_unavailable" }),
      // It answers who reads, so the API stays ready.
      "disk full": (it) => fullServer(it, "PostgreSQL", { failing: "database" }),
    },
  },
  {
    name: "Redis",
    start: startOverServers,
    cells: ofServer("Redis", { failing: "queue", notReady: "queue_unavailable" }),
  },
  {
    name: "Qdrant",
    start: startOverServers,
    cells: ofServer("Qdrant", { failing: "search_index", notReady: "index_unavailable" }),
  },
  { name: "S3", start: startOverServers, cells: ofServer("S3", { failing: "objects" }) },
  {
    name: "MongoDB",
    start: startOverServers,
    cells: {
      ...ofServer("MongoDB", { failing: "journal" }),
      "disk full": (it) => {
        const cell = fullServer(it, "MongoDB", { failing: "journal" });
        const { kill, start } = serverOf(it, "MongoDB");
        // As with a MongoDB that ends by itself, and is started again. The one of the tests stays, and takes nothing.
        return { ...cell, end: () => cell.end().then(kill).then(start) };
      },
    },
  },
];

type Says = Pick<Cell, "failing" | "notReady">;

function ofServer(name: string, says: Says): Row["cells"] {
  return {
    down: (it) => ({
      ...says,
      cause: async () => {
        await serverOf(it, name).proxy.become("refusing");
        await serverOf(it, name).kill();
      },
      end: async () => {
        await serverOf(it, name).start();
        await serverOf(it, name).proxy.become("passing");
      },
    }),
    slow: (it) => network(it, name, "late", says),
    reset: (it) => network(it, name, "resetting", says),
    "disk full": (it) => fullServer(it, name, says),
  };
}

function fullServer(it: Installation, name: string, says: Says): Cell {
  const { disk, revive } = serverOf(it, name);
  const cell = full([disk], says);
  return { ...cell, end: () => cell.end().then(revive) };
}

function network(it: Installation, name: string, how: "late" | "resetting", says: Says = {}): Cell {
  const { proxy } = serverOf(it, name);
  return { ...says, cause: () => proxy.become(how), end: () => proxy.become("passing") };
}

const REFILL_MS = 250;

/** Stays full: what is deleted meanwhile makes no room. */
function full(disks: readonly Installation["disks"]["data"][], says: Says = {}): Cell {
  const fill = () => {
    for (const disk of disks) disk?.fill();
  };
  let refilling: NodeJS.Timeout | undefined;
  return {
    ...says,
    async cause() {
      fill();
      refilling = setInterval(fill, REFILL_MS);
    },
    async end() {
      clearInterval(refilling);
      for (const disk of disks) disk?.free();
    },
  };
}

function serverOf({ servers }: Installation, name: string) {
  const server = servers[name];
  if (!server) throw new Error(`there is no ${name}`);
  return server;
}

import { type Cell, type Fault, full, fullServer, network, serverFaults, serverOf } from "./cell.ts";
import {
  type Installation,
  type StartInstallation,
  startEmbedded,
  startOverServers,
  startWithProvider,
} from "./installation.ts";
import { WITHOUT_SERVERS } from "./servers.ts";

export interface Row {
  name: string;
  start: StartInstallation;
  /** Why none of it can be run here. */
  lacking?: string | undefined;
  /** Each fault, or why there is none. */
  cells: Record<Fault, ((it: Installation) => Cell) | string>;
}

const overServers = { start: startOverServers, lacking: WITHOUT_SERVERS };

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
      ...serverFaults("embedder", { failing: "embedder" }),
      // A provider is not asked for its health, which would be paid for: what counts is five failures in a row.
      slow: (it) => network(it, "embedder", "late"),
      reset: (it) => network(it, "embedder", "resetting"),
      "disk full": "keeps nothing",
    },
  },
  {
    name: "worker",
    ...overServers,
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
    ...overServers,
    cells: {
      ...serverFaults("PostgreSQL", { failing: "database", notReady: "database_unavailable" }),
      // It answers who reads, so the API stays ready.
      "disk full": (it) => fullServer(it, "PostgreSQL", { failing: "database" }),
    },
  },
  {
    name: "Redis",
    ...overServers,
    cells: serverFaults("Redis", { failing: "queue", notReady: "queue_unavailable" }),
  },
  {
    name: "Qdrant",
    ...overServers,
    cells: serverFaults("Qdrant", { failing: "search_index", notReady: "index_unavailable" }),
  },
  { name: "S3", ...overServers, cells: serverFaults("S3", { failing: "objects" }) },
  {
    name: "MongoDB",
    ...overServers,
    cells: {
      ...serverFaults("MongoDB", { failing: "journal" }),
      "disk full": (it) => {
        const cell = fullServer(it, "MongoDB", { failing: "journal" });
        const { kill, start } = serverOf(it, "MongoDB");
        // As with a MongoDB that ends by itself, and is started again. The one of the tests stays, and takes nothing.
        return { ...cell, end: () => cell.end().then(kill).then(start) };
      },
    },
  },
];

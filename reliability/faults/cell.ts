import type { Dependency, ErrorCode } from "@cosmic/contract";
import type { Installation } from "./installation.ts";

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

type Says = Pick<Cell, "failing" | "notReady">;

/** Every fault of a server. */
export function serverFaults(name: string, says: Says): Record<Fault, (it: Installation) => Cell> {
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
    // Nothing has to be said: a question of `health/` may go well while others fail.
    reset: (it) => network(it, name, "resetting"),
    "disk full": (it) => fullServer(it, name, says),
  };
}

export function fullServer(it: Installation, name: string, says: Says): Cell {
  const { disk, revive } = serverOf(it, name);
  const cell = full([disk], says);
  return { ...cell, end: () => cell.end().then(revive) };
}

export function network(it: Installation, name: string, how: "late" | "resetting", says: Says = {}): Cell {
  const { proxy } = serverOf(it, name);
  return { ...says, cause: () => proxy.become(how), end: () => proxy.become("passing") };
}

const REFILL_MS = 250;

/** Stays full: what is deleted meanwhile makes no room. */
export function full(disks: readonly Installation["disks"]["data"][], says: Says = {}): Cell {
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

export function serverOf({ servers }: Installation, name: string) {
  const server = servers[name];
  if (!server) throw new Error(`there is no ${name}`);
  return server;
}

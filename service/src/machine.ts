import { availableParallelism, cpus } from "node:os";

/** On what something was measured. */
export interface Machine {
  cores: number;
  cpu: string;
  node: string;
}

export function describeMachine(): Machine {
  return { cores: availableParallelism(), cpu: cpus()[0]?.model ?? "unknown", node: process.version };
}

import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { DatabaseConfig } from "../../src/db/open.ts";

/** The kind of job that the child process of the crash tests leaves behind. */
export const CRASHING = {
  name: "crashing",
  payload: Type.Object({ n: Type.Integer() }),
  attempts: 2,
  backoffSeconds: 1,
  maxBackoffSeconds: 1,
  timeoutSeconds: 600,
  concurrency: 3,
};

const Config = Compile(
  Type.Union([
    Type.Object({ kind: Type.Literal("pglite"), folder: Type.String() }),
    Type.Object({ kind: Type.Literal("postgresql"), url: Type.String(), poolSize: Type.Integer() }),
  ]),
);

export function parseDatabaseConfig(text: string | undefined): DatabaseConfig {
  return Config.Parse(JSON.parse(text ?? ""));
}

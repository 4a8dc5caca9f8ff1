import { Type } from "typebox";
import { Compile } from "typebox/compile";

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

/** Where the child finds its queue. */
const Config = Compile(
  Type.Union([
    Type.Object({ kind: Type.Literal("pglite"), folder: Type.String() }),
    Type.Object({
      kind: Type.Literal("postgresql"),
      url: Type.String(),
      poolSize: Type.Integer(),
      statementMs: Type.Integer(),
      connectMs: Type.Integer(),
    }),
    Type.Object({ kind: Type.Literal("redis"), url: Type.String(), prefix: Type.String() }),
  ]),
);

export const parseCrashConfig = (text: string | undefined) => Config.Parse(JSON.parse(text ?? ""));

/** Redis, quick enough for a test: locks of a killed process run out soon. */
export const QUICK = { lockMs: 2_000, stalledMs: 500 };

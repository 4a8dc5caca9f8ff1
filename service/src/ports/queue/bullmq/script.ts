import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

/** A Lua script that Redis runs as one step. */
export interface Script {
  lua: string;
  sha: string;
}

export function script(...parts: readonly string[]): Script {
  const lua = parts.join("\n");
  return { lua, sha: createHash("sha1").update(lua).digest("hex") };
}

/** Runs it by its hash; Redis is sent the text only when it does not know it, as after a restart. */
export async function runScript(
  client: Redis,
  { lua, sha }: Script,
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await client.evalsha(sha, 0, ...args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    return client.eval(lua, 0, ...args);
  }
}

import { SCOPES } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { createKey } from "../access/keys.ts";
import { apiKeys } from "../access/tables.ts";
import type { PostgresConfig } from "../db/config.ts";
import { openDatabase } from "../db/open.ts";

export interface LentKey extends AsyncDisposable {
  key: string;
}

/** Long enough for what a command may wait for. */
const LASTS_MS = 24 * 3_600_000;

/**
 * A key for one command, made in the database of a server: whoever may write there may do everything anyway. It is
 * removed when the command ends.
 */
export async function lendKey(config: PostgresConfig): Promise<LentKey> {
  await using opened = new AsyncDisposableStack();
  const { orm } = opened.adopt(await openDatabase({ kind: "postgresql", ...config }), (it) => it.close());
  const expiresAt = new Date(Date.now() + LASTS_MS).toISOString();
  const name = `cosmic command, process ${process.pid}`;
  const { id, key } = await createKey(orm, { name, scopes: [...SCOPES], expires_at: expiresAt });
  opened.defer(async () => void (await orm.delete(apiKeys).where(eq(apiKeys.id, id))));
  const kept = opened.move();
  return { key, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

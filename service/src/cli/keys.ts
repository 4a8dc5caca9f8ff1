import { ApiKey, ApiKeyList, NewApiKey, SCOPES, type Scope } from "@cosmic/contract";
import { UsageError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { columns, printable } from "./plain-text.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const ONCE = "This is shown once; only its hash is kept.";

export interface CreateKeyOptions {
  scopes: string;
  user?: string;
  expires?: string;
}

export async function createKey(
  terminal: Terminal,
  name: string,
  { scopes, user, expires }: CreateKeyOptions,
): Promise<void> {
  const body = {
    ...{ name, scopes: readScopes(scopes) },
    ...(user === undefined ? {} : { user_id: user }),
    ...(expires === undefined ? {} : { expires_at: toTime(expires) }),
  };
  await using session = await openSession(loadConfig(), terminal, "keys create");
  const made = await session.post("/access/keys/", NewApiKey, body);
  terminal.note(ONCE);
  terminal.answer(made, () => [made.key]);
}

export async function listKeys(terminal: Terminal, { limit }: { limit: number }): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "keys");
  const list = await session.get(`/access/keys/?limit=${limit}`, ApiKeyList);
  terminal.answer(list, () =>
    list.results.length > 0 ? columns(list.results.map(cells)) : ["There are no keys."],
  );
}

export async function rotateKey(terminal: Terminal, id: string, { grace }: { grace: number }): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "keys rotate");
  const path = `/access/keys/${encodeURIComponent(id)}/rotate/`;
  const made = await session.post(path, NewApiKey, { grace_seconds: Math.round(grace * 3_600) });
  terminal.note(`${ONCE} The old one works until ${made.previous_until}.`);
  terminal.answer(made, () => [made.key]);
}

export async function revokeKey(terminal: Terminal, id: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "keys revoke");
  const key = await session.delete(`/access/keys/${encodeURIComponent(id)}/`, ApiKey);
  terminal.answer(key, () => columns([cells(key)]));
}

function readScopes(text: string): Scope[] {
  return text.split(",").map((name) => {
    const scope = SCOPES.find((it) => it === name.trim());
    if (scope === undefined) throw new UsageError(`There is no scope "${name}": ${SCOPES.join(", ")}.`);
    return scope;
  });
}

function toTime(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new UsageError(`"${text}" is no day or time, such as 2027-01-31.`);
  return new Date(time).toISOString();
}

function cells({ id, name, scopes, user_id, revoked_at, expires_at, last_used_at }: ApiKey): string[] {
  const until = expires_at ? `until ${expires_at.slice(0, 10)}` : "for good";
  return [
    id,
    revoked_at ? "revoked" : until,
    last_used_at ? `used ${last_used_at.slice(0, 16)}Z` : "never used",
    scopes.join(","),
    user_id === null ? "everyone" : `user ${printable(user_id)}`,
    printable(name),
  ];
}

import type { FastifyBaseLogger } from "fastify";
import type { Db } from "../db/open.ts";
import { type AccessConfig, isConfigured } from "./config.ts";
import type { Credential } from "./credentials.ts";
import { hashSecret, newKey, newKeyId } from "./key-format.ts";
import { COMMAND_LINE, COMPANION, LOCAL, type Principal } from "./principal.ts";
import { findSession } from "./sessions.ts";
import { admins, apiKeys } from "./tables.ts";
import { createUserTokenVerifier } from "./user-tokens.ts";
import { createKeyVerifier, invalid } from "./verify-keys.ts";

export interface AccessControl extends AsyncDisposable {
  /**
   * Whether callers have to show who they are: a setting says so, or there is, or ever was, a key or an admin. Of what
   * other processes did it knows after a second.
   */
  isOn(): Promise<boolean>;
  /**
   * @returns who it is; undefined if nothing is shown
   * @throws CosmicError `unauthenticated` if what is shown does not hold
   */
  authenticate(credential: Credential | undefined): Promise<Principal | undefined>;
  /** Whether a caller who was let in may stay. */
  stillHolds(credential: Credential | undefined): Promise<boolean>;
  /** Keys or admins were changed in this process. */
  changed(keyId?: string): void;
  /** Keys of this process that are kept nowhere else but in the file of the data folder's owner. */
  ownKeys: { commandLine: string; backend: string };
}

/** How long it is believed that there is no access control. */
const FRESH_MS = 1_000;

export function createAccessControl(config: AccessConfig, db: Db, log: FastifyBaseLogger): AccessControl {
  const keys = createKeyVerifier(db, log);
  const tokens = config.userTokens && createUserTokenVerifier(config.userTokens);
  const ownKeys = { commandLine: newKey(newKeyId()), backend: newKey(newKeyId()) };
  const programs = new Map([
    [hashSecret(ownKeys.commandLine), COMMAND_LINE],
    [hashSecret(ownKeys.backend), COMPANION],
    ...(config.serviceKey === undefined ? [] : [[hashSecret(config.serviceKey), COMPANION] as const]),
  ]);
  let on = isConfigured(config);
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function isOn(): Promise<boolean> {
    // It never goes off by itself: a key that is revoked must not open everything.
    if (on || performance.now() - lookedAt < FRESH_MS) return on;
    try {
      on = await hasKeysOrAdmins(db);
    } catch (error) {
      // While the database is away nobody can have made a key. What was never known is not guessed.
      if (lookedAt === Number.NEGATIVE_INFINITY) throw error;
    }
    lookedAt = performance.now();
    return on;
  }

  async function authenticate(credential: Credential | undefined): Promise<Principal | undefined> {
    if (!(await isOn())) return LOCAL;
    if (!credential) return undefined;
    if (credential.kind === "session") return findSession(db, credential.secret);
    const program = programs.get(hashSecret(credential.secret));
    if (program) return program;
    if (credential.secret.startsWith("ci_")) return keys.verify(credential.secret);
    if (tokens) return tokens.verify(credential.secret);
    throw invalid();
  }

  return {
    isOn,
    authenticate,
    async stillHolds(credential) {
      try {
        return (await authenticate(credential)) !== undefined;
      } catch (error) {
        log.debug({ err: error }, "credentials were looked at again");
        return !isInvalid(error);
      }
    },
    changed(keyId) {
      lookedAt = Number.NEGATIVE_INFINITY;
      if (keyId !== undefined) keys.forget(keyId);
    },
    ownKeys,
    [Symbol.asyncDispose]: () => keys.close(),
  };
}

async function hasKeysOrAdmins(db: Db): Promise<boolean> {
  const [key] = await db.select({ id: apiKeys.id }).from(apiKeys).limit(1);
  if (key) return true;
  const [admin] = await db.select({ id: admins.id }).from(admins).limit(1);
  return admin !== undefined;
}

const isInvalid = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "unauthenticated";

import type { EnvReader } from "../env-reader.ts";
import { isLoopback } from "../http/loopback.ts";

export interface AccessConfig {
  /** Nothing is answered without credentials, even before there is a key. */
  required: boolean;
  /** The key of the companion backend, made outside. */
  serviceKey: string | undefined;
  /** What `cosmic` commands show to a server, instead of the key of its data folder. */
  commandKey: string | undefined;
  /** How tokens of users are checked; undefined: there are none. */
  userTokens: UserTokensConfig | undefined;
  /** Whether API document and its page are for everyone. */
  publicDocs: boolean;
  /** Hours that a session of an admin lasts. */
  sessionHours: number;
  auditKeepDays: number;
  limits: LimitsConfig;
}

export interface UserTokensConfig {
  secret: string | undefined;
  /** `https:`, or `file:`. */
  jwksUrl: URL | undefined;
  issuer: string | undefined;
  audience: string | undefined;
  leewaySeconds: number;
}

/** Requests in a minute, and sign-ins in a quarter of an hour; 0 is without a limit. */
export interface LimitsConfig {
  key: number;
  user: number;
  signIns: number;
}

const SHORTEST_SECRET_BYTES = 32;

export function readAccessConfig(read: EnvReader): AccessConfig {
  const serviceKey = readSecret(read, "SERVICE_API_KEY");
  const userTokens = readUserTokens(read);
  return {
    required: read.flag("REQUIRE_AUTH", false),
    serviceKey,
    commandKey: read.optional("COSMIC_API_KEY"),
    userTokens,
    publicDocs: read.flag("PUBLIC_DOCS", false),
    sessionHours: read.integer("ADMIN_SESSION_HOURS", 12, { min: 1, max: 720 }),
    auditKeepDays: read.integer("AUDIT_KEEP_DAYS", 365, { min: 1, max: 36_500 }),
    limits: {
      key: read.integer("KEY_REQUESTS_PER_MINUTE", 6_000, { min: 0 }),
      user: read.integer("USER_REQUESTS_PER_MINUTE", 600, { min: 0 }),
      signIns: read.integer("ADMIN_SIGN_INS_PER_QUARTER_HOUR", 30, { min: 0 }),
    },
  };
}

/** Whether the settings alone say that there is access control. */
export function isConfigured({ required, serviceKey, userTokens }: AccessConfig): boolean {
  return required || serviceKey !== undefined || userTokens !== undefined;
}

function readUserTokens(read: EnvReader): UserTokensConfig | undefined {
  const secret = readSecret(read, "AUTH_JWT_SECRET");
  const jwksUrl = readJwksUrl(read);
  const audience = read.optional("AUTH_JWT_AUDIENCE");
  const issuer = read.optional("AUTH_JWT_ISSUER");
  const leewaySeconds = read.integer("AUTH_JWT_LEEWAY_SECONDS", 30, { min: 0, max: 600 });
  if (secret === undefined && jwksUrl === undefined) return undefined;
  // Who signs with public keys signs for many; a token for another service must not open this one.
  if (jwksUrl !== undefined && (audience === undefined || issuer === undefined)) {
    read.problem("AUTH_JWKS_URL", "needs AUTH_JWT_AUDIENCE and AUTH_JWT_ISSUER");
  }
  return { secret, jwksUrl, issuer, audience, leewaySeconds };
}

function readSecret(read: EnvReader, name: string): string | undefined {
  const secret = read.optional(name);
  if (secret !== undefined && Buffer.byteLength(secret) < SHORTEST_SECRET_BYTES) {
    read.problem(name, `must have at least ${SHORTEST_SECRET_BYTES} bytes, such as of: openssl rand -hex 32`);
  }
  return secret;
}

function readJwksUrl(read: EnvReader): URL | undefined {
  const text = read.optional("AUTH_JWKS_URL");
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  const isSafe =
    url !== null &&
    (["https:", "file:"].includes(url.protocol) || (url.protocol === "http:" && isLoopback(url.hostname)));
  if (!isSafe) {
    read.problem(
      "AUTH_JWKS_URL",
      `must begin with https:// or file://, or lie on this machine, not "${text}"`,
    );
  }
  return url ?? undefined;
}

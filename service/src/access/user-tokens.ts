import { createSecretKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { JSONWebKeySet, JWTVerifyGetKey, JWTVerifyOptions } from "jose";
import { CosmicError } from "../errors.ts";
import type { UserTokensConfig } from "./config.ts";
import { type Principal, userPrincipal } from "./principal.ts";
import { invalid } from "./verify-keys.ts";

/** Signed with the private half of a published key. No others, so that nobody signs with the public one as a secret. */
const PUBLIC_KEY_ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "EdDSA",
];
const LONGEST_USER_ID = 200;

export interface UserTokenVerifier {
  /**
   * @throws CosmicError `unauthenticated` unless it is a token that holds now; `access_unavailable` while the published
   *   keys cannot be read
   */
  verify(token: string): Promise<Principal>;
}

/** Checks JSON Web Tokens (RFC 7519) whose `sub` is the id of a user. */
export function createUserTokenVerifier(config: UserTokensConfig): UserTokenVerifier {
  const { secret, jwksUrl, issuer, audience, leewaySeconds } = config;
  const shared: JWTVerifyOptions = {
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    clockTolerance: leewaySeconds,
    requiredClaims: ["exp", "sub"],
  };
  const secretKey = secret === undefined ? undefined : createSecretKey(Buffer.from(secret));
  let published: Promise<JWTVerifyGetKey> | undefined;

  async function check(token: string) {
    // Loaded by those who use it.
    const { jwtVerify } = await import("jose");
    // Which key it is for is taken from the token, but each kind of key has its own list of algorithms.
    if (secretKey && (await algorithmOf(token)) === "HS256") {
      return jwtVerify(token, secretKey, { ...shared, algorithms: ["HS256"] });
    }
    if (!jwksUrl) throw invalid();
    published ??= openKeySet(jwksUrl);
    published.catch(() => {
      published = undefined;
    });
    return jwtVerify(token, await published, { ...shared, algorithms: PUBLIC_KEY_ALGORITHMS });
  }

  return {
    async verify(token) {
      const { payload } = await check(token).catch((error: unknown) => {
        throw explain(error);
      });
      const { sub = "", exp = 0 } = payload;
      if (sub === "" || sub.length > LONGEST_USER_ID || sub.includes("\0") || !sub.isWellFormed()) {
        throw invalid("The sub of this token is no id of a user.");
      }
      return userPrincipal(sub, new Date((exp + leewaySeconds) * 1000));
    },
  };
}

async function algorithmOf(token: string): Promise<string | undefined> {
  const { decodeProtectedHeader } = await import("jose");
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    throw invalid();
  }
}

async function openKeySet(url: URL): Promise<JWTVerifyGetKey> {
  const { createLocalJWKSet, createRemoteJWKSet } = await import("jose");
  if (url.protocol !== "file:") return createRemoteJWKSet(url);
  const keys: JSONWebKeySet = JSON.parse(await readFile(url, "utf8"));
  return createLocalJWKSet(keys);
}

function explain(error: unknown): CosmicError {
  if (error instanceof CosmicError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ERR_JWT_EXPIRED") return invalid("This token has expired.");
  if (code === "ERR_JWKS_NO_MATCHING_KEY" || code === "ERR_JWKS_MULTIPLE_MATCHING_KEYS") return invalid();
  // What is wrong with a token has a code of its own; the rest is wrong with the keys, or with the way to them.
  if (/^ERR_(JWT|JWS|JOSE_ALG|JOSE_NOT)/.test(code)) return invalid();
  const message = "The keys of AUTH_JWKS_URL, which tokens are checked by, cannot be read now.";
  return new CosmicError("access_unavailable", message, { cause: error });
}

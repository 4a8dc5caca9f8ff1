import type { Setting } from "@cosmic/contract";

/** Names of variables that hold a secret. Those that count tokens end otherwise: `…_TOKENS`. */
const SECRET = /_(KEY|SECRET|TOKEN|PASSWORD)$/;

/**
 * A variable as it may be shown.
 *
 * @param given what the environment says, undefined where it says nothing
 * @param fallback what holds then
 */
export function toSetting(name: string, given: string | undefined, fallback: string | undefined): Setting {
  const secret = SECRET.test(name);
  const value = given ?? fallback;
  return {
    name,
    value: secret || value === undefined ? null : withoutCredentials(value),
    given: given !== undefined,
    secret,
  };
}

/** An address may hold a password before its host, and in its parameters. */
function withoutCredentials(value: string): string {
  if (!value.includes("://")) return value;
  return value.replace(/:\/\/.*@/, "://…@").replace(/\?.*$/, "?…");
}

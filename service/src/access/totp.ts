import { Secret, TOTP } from "otpauth";

/** RFC 6238 as authenticators have it: SHA-1, six digits, a new one every 30 seconds. */
const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
/** Clocks may differ by one step either way. */
const WINDOW = 1;

/** @returns the secret in base32, and the address that a QR code shows to an authenticator */
export function newTotp(email: string): { secret: string; uri: string } {
  const secret = new Secret({ size: SECRET_BYTES });
  return { secret: secret.base32, uri: totpOf(secret.base32, email).toString() };
}

/** @returns the step that a code is of, in time steps since 1970; undefined if it is of none near to now */
export function stepOfCode(secret: string, code: string, now = Date.now()): number | undefined {
  const delta = totpOf(secret, "").validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: "Cosmic Insights",
    label: label || "admin",
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

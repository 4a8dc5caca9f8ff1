import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { newTotp, stepOfCode } from "./totp.ts";

/** The secret of RFC 6238, appendix B, and the last six of its eight digits. */
const SECRET = Secret.fromLatin1("12345678901234567890").base32;
const CODES: [seconds: number, code: string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];

describe("codes of an authenticator", () => {
  it.each(CODES)("at %i seconds it is %s", (seconds, code) => {
    const step = Math.floor(seconds / 30);
    expect(stepOfCode(SECRET, code, seconds * 1000)).toBe(step);
    expect(stepOfCode(SECRET, code, (seconds + 30) * 1000)).toBe(step);
    expect(stepOfCode(SECRET, code, (seconds - 30) * 1000)).toBe(step);
    expect(stepOfCode(SECRET, code, (seconds + 90) * 1000)).toBeUndefined();
    expect(stepOfCode(SECRET, "000000", seconds * 1000)).toBeUndefined();
  });

  it("come from a secret of 160 bits, which an address hands to the authenticator", () => {
    const { secret, uri } = newTotp("ada@example.org");
    expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
    const address = new URL(uri);
    expect([address.protocol, address.host, address.searchParams.get("secret")]).toEqual([
      "otpauth:",
      "totp",
      secret,
    ]);
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    expect(stepOfCode(secret, code)).toBeDefined();
    expect(newTotp("ada@example.org").secret).not.toBe(secret);
  });
});

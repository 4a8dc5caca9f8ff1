import { describe, expect, it } from "vitest";
import { hashSecret, keyIdOf, newKey, newKeyId, sameHash } from "./key-format.ts";

describe("keys", () => {
  it("have one form, their id in it, and a new secret each", () => {
    const id = newKeyId();
    const keys = Array.from({ length: 200 }, () => newKey(id));
    for (const key of keys) {
      expect(key).toMatch(/^ci_[0-9a-f]{12}_[0-9a-z]{57}$/);
      expect(keyIdOf(key)).toBe(id);
    }
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("are told from mistakes in typing without a question to the database", () => {
    const key = newKey(newKeyId());
    for (let i = 0; i < key.length; i++) {
      const other = key[i] === "7" ? "8" : "7";
      expect(keyIdOf(key.slice(0, i) + other + key.slice(i + 1))).toBeUndefined();
    }
    for (const text of ["", "ci_", key.slice(1), `${key}0`, ` ${key}`, key.toUpperCase()]) {
      expect(keyIdOf(text)).toBeUndefined();
    }
  });

  it("are compared by their hashes, of whatever length", () => {
    const hash = hashSecret("a key");
    expect(hash).not.toContain("key");
    expect(sameHash(hash, hashSecret("a key"))).toBe(true);
    expect(sameHash(hash, hashSecret("a kez"))).toBe(false);
    expect(sameHash(hash, "")).toBe(false);
  });
});

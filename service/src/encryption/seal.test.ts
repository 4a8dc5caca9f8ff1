import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Key, keyIdOf, seal, unseal } from "./seal.ts";

const newKey = (): Key => ({ id: randomUUID(), bytes: randomBytes(32) });

describe("a sealed text", () => {
  const key = newKey();
  const text = "Two words,\nand émoji 🌊";
  const sealed = seal(key, text);

  it("opens with its key, and says which that is and how many words it has", () => {
    expect(unseal(key, sealed)).toBe(text);
    expect(keyIdOf(sealed)).toBe(key.id);
    expect(sealed.split(":")[3]).toBe("5");
    expect(sealed).not.toContain("words");
  });

  it("is another one each time, so that equal texts do not show", () => {
    expect(seal(key, text)).not.toBe(sealed);
  });

  it("opens with no other key, and not when it was changed", () => {
    expect(() => unseal({ id: key.id, bytes: newKey().bytes }, sealed)).toThrow();
    expect(() => unseal({ id: randomUUID(), bytes: key.bytes }, sealed)).toThrow();
    const last = sealed.at(-5) === "A" ? "B" : "A";
    expect(() => unseal(key, `${sealed.slice(0, -5)}${last}${sealed.slice(-4)}`)).toThrow();
  });

  it("hides a text that looks sealed itself", () => {
    expect(unseal(key, seal(key, sealed))).toBe(sealed);
    expect(keyIdOf("sealed:1: is how this sentence begins")).toBeUndefined();
  });

  it("is empty where there is nothing", () => {
    expect(seal(key, "")).toBe("");
  });
});

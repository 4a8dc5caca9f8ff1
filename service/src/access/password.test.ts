import { argon2Sync } from "node:crypto";
import { expect, it } from "vitest";
import { checkPassword, hashPassword } from "./password.ts";

it("knows its password and no other, and salts", async () => {
  const hash = await hashPassword("correct horse battery");
  expect(await checkPassword("correct horse battery", hash)).toEqual({ right: true, outdated: false });
  expect(await checkPassword("Correct horse battery", hash)).toMatchObject({ right: false });
  expect(await hashPassword("correct horse battery")).not.toBe(hash);
  expect(hash).not.toContain("correct");
});

it("takes one text for one password, however its characters are composed", async () => {
  const hash = await hashPassword("Zo\u00eb's diary 1");
  expect(await checkPassword("Zoe\u0308's diary 1", hash)).toMatchObject({ right: true });
});

it("checks a hash of another cost and asks for a new one", async () => {
  const salt = Buffer.from("0123456789abcdef");
  const parameters = { message: "an older password", nonce: salt, memory: 8192, passes: 3, parallelism: 1 };
  const tag = argon2Sync("argon2id", { ...parameters, tagLength: 32 });
  const text = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  const hash = `$argon2id$v=19$m=8192,t=3,p=1$${text(salt)}$${text(tag)}`;
  expect(await checkPassword("an older password", hash)).toEqual({ right: true, outdated: true });
});

it("refuses what is no hash at all", async () => {
  await expect(checkPassword("x", "plain text")).rejects.toThrow("not one of Argon2id");
});

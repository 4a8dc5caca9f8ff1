import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { atMost } from "../at-most.ts";

const derive = promisify(argon2);
/** Each takes 19 MiB and a core for a while; who tries many at once waits. */
const fewAtOnce = atMost(4);

/** The second choice of OWASP's Password Storage Cheat Sheet for Argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/** Hash, salt and cost in one text of the PHC string format, as other programs write Argon2 as well. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const tag = await run(password, { ...COST, nonce, tagLength: TAG_BYTES });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`;
}

/** Whether it is the password of the hash; `outdated` if the hash should be made anew at the cost of today. */
export async function checkPassword(
  password: string,
  hash: string,
): Promise<{ right: boolean; outdated: boolean }> {
  const parts = PHC.exec(hash)?.groups;
  if (!parts) throw new Error("A stored password hash is not one of Argon2id.");
  const wanted = Buffer.from(parts.tag ?? "", "base64");
  const cost = { memory: Number(parts.m), passes: Number(parts.t), parallelism: Number(parts.p) };
  const nonce = Buffer.from(parts.salt ?? "", "base64");
  const tag = await run(password, { ...cost, nonce, tagLength: wanted.length });
  const outdated = cost.memory !== COST.memory || cost.passes !== COST.passes;
  return { right: timingSafeEqual(tag, wanted), outdated };
}

let made: Promise<string> | undefined;
/** A hash that no password has, to be checked where there is no account, so that it takes as long. */
export function nobodysHash(): Promise<string> {
  made ??= hashPassword(crypto.randomUUID());
  return made;
}

/** Addresses of mail are compared in lower case, as nearly every mail server does. */
export const normaliseEmail = (email: string) => email.trim().normalize("NFC").toLowerCase();

const PHC = /^\$argon2id\$v=19\$m=(?<m>\d+),t=(?<t>\d+),p=(?<p>\d+)\$(?<salt>[\w+/]+)\$(?<tag>[\w+/]+)$/;

/** The same password can be typed as different characters on different keyboards. */
function run(password: string, parameters: Omit<Argon2Parameters, "message">): Promise<Buffer> {
  return fewAtOnce(() => derive("argon2id", { ...parameters, message: password.normalize("NFKC") }));
}

const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

import { Transform, type TransformCallback } from "node:stream";
import { decryptWith, encryptWith, KEY_BYTES, NONCE_BYTES, TAG_BYTES } from "./aes-gcm.ts";
import { newKey, unwrapKey, wrapKey } from "./wrapped-key.ts";

/** Of content. Each segment is encrypted by itself, so that content of any length passes with little memory. */
const SEGMENT_BYTES = 65_536;
/** What sealed content begins with, and nothing else that is stored. */
const MARK = Buffer.from("cosmic-sealed:1\n");
/** Behind the mark: the key of this content, wrapped. */
const WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES;
const HEADER_BYTES = MARK.length + WRAPPED_BYTES;
/** Segments are bound to nothing but their key, which is wrapped for one content. */
const NOTHING = "";

/**
 * The nonce of a segment: its number, and whether it is the last (STREAM: Hoang, Reyhanitabar, Rogaway and Vizár 2015,
 * "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance"). So none can be left out, put elsewhere or
 * cut off at the end unnoticed. The key is of this content alone, so numbers are nonces enough.
 */
function nonceOf(segment: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUIntBE(segment, NONCE_BYTES - 7, 6);
  nonce.writeUInt8(last ? 1 : 0, NONCE_BYTES - 1);
  return nonce;
}

/** Bytes that have come and were not taken yet. */
class Waiting {
  readonly #parts: Buffer[] = [];
  length = 0;

  add(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.length += bytes.length;
  }

  take(length: number): Buffer {
    const [first = Buffer.alloc(0), ...more] = this.#parts.splice(0);
    // Large content may come in one piece, which is not to be copied for each segment of it.
    const all = more.length === 0 ? first : Buffer.concat([first, ...more]);
    this.#parts.push(all.subarray(length));
    this.length = all.length - length;
    return all.subarray(0, length);
  }
}

/** Encrypts what passes, segment by segment. The last is only known at the end, so one is always kept back. */
class Sealing extends Transform {
  readonly #key = newKey();
  readonly #waiting = new Waiting();
  #segment = 0;

  constructor(masterKeys: readonly Buffer[], about: string) {
    super();
    this.push(Buffer.concat([MARK, wrapKey(masterKeys, this.#key, about)]));
  }

  override _transform(bytes: Buffer, _encoding: string, done: TransformCallback): void {
    this.#waiting.add(bytes);
    while (this.#waiting.length > SEGMENT_BYTES) this.push(this.#seal(SEGMENT_BYTES, false));
    done();
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#seal(this.#waiting.length, true));
  }

  #seal(length: number, last: boolean): Buffer {
    return encryptWith(this.#key, nonceOf(this.#segment++, last), this.#waiting.take(length), NOTHING);
  }
}

/** Decrypts what passes. What does not begin as sealed content does passes as it is: it was there before the key. */
class Unsealing extends Transform {
  readonly #masterKeys: readonly Buffer[];
  readonly #about: string;
  readonly #waiting = new Waiting();
  #key: Buffer | "plain" | undefined;
  #segment = 0;

  constructor(masterKeys: readonly Buffer[], about: string) {
    super();
    this.#masterKeys = masterKeys;
    this.#about = about;
  }

  override _transform(bytes: Buffer, _encoding: string, done: TransformCallback): void {
    this.#waiting.add(bytes);
    attempt(done, () => {
      if (this.#waiting.length >= HEADER_BYTES) this.#key ??= this.#readHeader();
      if (this.#key === "plain") this.push(this.#waiting.take(this.#waiting.length));
      if (!Buffer.isBuffer(this.#key)) return;
      const sealed = SEGMENT_BYTES + TAG_BYTES;
      while (this.#waiting.length > sealed) this.push(this.#unseal(this.#key, sealed, false));
    });
  }

  override _flush(done: TransformCallback): void {
    attempt(done, () => {
      const { length } = this.#waiting;
      this.push(
        Buffer.isBuffer(this.#key) ? this.#unseal(this.#key, length, true) : this.#waiting.take(length),
      );
    });
  }

  #readHeader(): Buffer | "plain" {
    const header = this.#waiting.take(HEADER_BYTES);
    if (header.subarray(0, MARK.length).equals(MARK)) {
      return unwrapKey(this.#masterKeys, header.subarray(MARK.length), this.#about);
    }
    this.push(header);
    return "plain";
  }

  #unseal(key: Buffer, length: number, last: boolean): Buffer {
    try {
      return decryptWith(key, nonceOf(this.#segment++, last), this.#waiting.take(length), NOTHING);
    } catch (cause) {
      throw new Error(`${this.#about} was changed, or cut off, since it was encrypted.`, { cause });
    }
  }
}

function attempt(done: TransformCallback, work: () => void): void {
  try {
    work();
    done();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
}

/** @param about what the content is, such as its name: it opens under no other */
export const sealing = (masterKeys: readonly Buffer[], about: string): Transform =>
  new Sealing(masterKeys, about);

/**
 * The way back. The stream fails with a CosmicError `invalid_configuration` if none of the keys is the right one, with
 * another Error if the content is not what was sealed.
 */
export const unsealing = (masterKeys: readonly Buffer[], about: string): Transform =>
  new Unsealing(masterKeys, about);

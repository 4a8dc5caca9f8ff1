import type { EnvReader } from "../env-reader.ts";

/** A key as it can be sent in a header; undefined if none is set. What is wrong with it is said without repeating it. */
export function readApiKey(read: EnvReader, name: string): string | undefined {
  const key = read.optional(name);
  if (key === undefined || /^[\x21-\x7e]+$/.test(key)) return key;
  read.problem(name, "has characters that no key has; set it again");
  return undefined;
}

/**
 * The address of an API, without slashes at its end. With a key it must be one that nobody else can read on the way.
 *
 * @param key name of the variable that holds its key
 */
export function readApiUrl(
  read: EnvReader,
  name: string,
  { fallback, key, hasKey }: { fallback: string; key: string; hasKey: boolean },
): string {
  const text = read.text(name, fallback);
  const url = URL.parse(text);
  if (!url || !["https:", "http:"].includes(url.protocol)) {
    // Does not repeat what is wrong, as there may be a password in it.
    read.problem(name, "must begin with https:// or http://");
  } else if (url.username || url.password || url.search) {
    read.problem(name, `must be an address alone; the key goes into ${key}`);
  } else if (hasKey && url.protocol === "http:" && !staysInside(url.hostname)) {
    read.problem(name, `must begin with https://, because ${key} is sent there`);
  }
  return text.replace(/\/+$/, "");
}

/** This machine, or the name of a container beside this one. */
export function staysInside(hostname: string): boolean {
  return hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname) || /^[A-Za-z0-9_-]+$/.test(hostname);
}

/** The header that says why an admin reads something; empty while nobody is asked. */
export function reasonHeader(reason: string): Record<string, string> {
  return reason === "" ? {} : { "x-access-reason": encodeReason(reason) };
}

/** A header has letters of Western Europe only; what has others is sent as an address would have it. */
export function encodeReason(reason: string): string {
  return /^[\x20-\x7e\xa0-\xff]*$/.test(reason) ? reason : encodeURIComponent(reason);
}

/** A reason of the audit log as it was given. */
export function decodeReason(written: string): string {
  // Only what has no spaces, and all of whose letters are plain, can have been encoded.
  if (!/^[\x21-\x7e]*%[\dA-F]{2}[\x21-\x7e]*$/.test(written)) return written;
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

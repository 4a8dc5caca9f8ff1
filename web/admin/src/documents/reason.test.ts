import { expect, test } from "vitest";
import { decodeReason, encodeReason } from "./reason.ts";

test.each(["ticket 4711", "Anfrage von Zoë", "ユーザーの依頼 100%", "50% done", "a%2"])(
  "%s is sent in a header and shown as it was given",
  (reason) => {
    const sent = encodeReason(reason);
    expect(sent).toMatch(/^[\x20-\xff]*$/);
    expect(decodeReason(sent)).toBe(reason);
  },
);

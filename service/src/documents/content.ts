import { createHash } from "node:crypto";
import { CosmicError } from "../errors.ts";

/** Hash over all that is embedded. While it stays the same, the vectors stay good. */
export function contentHash(content: { title: string; text: string }, withTitle: boolean): string {
  return createHash("sha256")
    .update(JSON.stringify([withTitle ? content.title : null, content.text]))
    .digest("hex");
}

/** @throws CosmicError `empty_text` or `text_too_large` */
export function checkText(text: string, maxBytes: number, field = "/text"): void {
  if (text.trim() === "") throw new CosmicError("empty_text", "The text is empty.", { field });
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return;
  throw new CosmicError("text_too_large", `The text has ${bytes} bytes; at most ${maxBytes} are allowed.`, {
    field,
  });
}

const MAX_METADATA_BYTES = 65_536;

/** @throws CosmicError `text_too_large` */
export function checkMetadata(metadata: Record<string, unknown>, field = "/metadata"): void {
  const bytes = Buffer.byteLength(JSON.stringify(metadata));
  if (bytes <= MAX_METADATA_BYTES) return;
  throw new CosmicError(
    "text_too_large",
    `The metadata have ${bytes} bytes; at most ${MAX_METADATA_BYTES} are allowed.`,
    {
      field,
    },
  );
}

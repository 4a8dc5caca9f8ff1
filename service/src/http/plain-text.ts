import { CosmicError } from "../errors.ts";

/**
 * Refuses strings that PostgreSQL or UTF-8 cannot hold: the NUL character, and halves of surrogate pairs.
 *
 * @throws CosmicError `invalid_characters` with the pointer to the first such string or key
 */
export function refuseUnstorableText(value: unknown, path = ""): void {
  if (typeof value === "string") {
    const wrong = value.includes("\0")
      ? "the NUL character"
      : value.isWellFormed()
        ? undefined
        : "a lone surrogate";
    if (wrong === undefined) return;
    throw new CosmicError(
      "invalid_characters",
      `${path.slice(1) || "The body"} holds ${wrong}, which is not text.`,
      {
        field: path || "/",
      },
    );
  }
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      refuseUnstorableText(item, `${path}/${i}`);
    });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      refuseUnstorableText(key, `${path}/${key.toWellFormed().replaceAll("\0", "")}`);
      refuseUnstorableText(item, `${path}/${key}`);
    }
  }
}

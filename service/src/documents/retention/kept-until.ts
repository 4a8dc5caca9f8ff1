import { CosmicError } from "../../errors.ts";
import { OTHER_TYPES, type Retention } from "./config.ts";

const DAY_MS = 86_400_000;

/** Documents of a type that are older than this moment are kept no longer. Undefined: they are kept for good. */
export function oldestKept(retention: Retention, type: string, now: Date): Date | undefined {
  const days = retention.get(type) ?? retention.get(OTHER_TYPES);
  return days === undefined ? undefined : new Date(now.getTime() - days * DAY_MS);
}

/**
 * What would be deleted with the next run is not taken in to begin with: a sync would bring it back again and again.
 *
 * @throws CosmicError `retention_passed`
 */
export function checkRetained(
  retention: Retention,
  { documentType, entryDate }: { documentType: string; entryDate: Date | null },
  now = new Date(),
): void {
  const oldest = oldestKept(retention, documentType, now);
  if (oldest === undefined || entryDate === null || entryDate >= oldest) return;
  throw new CosmicError(
    "retention_passed",
    `Documents of the type ${documentType} are kept from ${oldest.toISOString()} on (DOCUMENT_RETENTION_DAYS); this one is of ${entryDate.toISOString()}.`,
    { field: "/entry_date" },
  );
}

import { type SQL, sql } from "drizzle-orm";

/** A list of ids as one parameter. Ids are hexadecimal digits and hyphens, so nothing needs quoting. */
export function uuidArray(ids: readonly string[]): SQL {
  return sql`${`{${ids.join(",")}}`}::uuid[]`;
}

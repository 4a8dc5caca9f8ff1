import { type Collection, MongoServerError } from "mongodb";
import type { ReportFault } from "../../../faults.ts";
import type { MongoConfig } from "./config.ts";

const NAMESPACE_NOT_FOUND = 26;

/**
 * Says so if reading has no index to go by, or makes it if that was asked for.
 *
 * @returns false if it has to be asked again, because there is no collection yet
 */
export async function checkIndex(
  collection: Collection,
  { fields, createIndex }: MongoConfig,
  report: ReportFault,
): Promise<boolean> {
  const wanted = { [fields.updatedAt]: 1, _id: 1 } as const;
  try {
    const found = await collection.indexes();
    if (found.some((index) => !index.sparse && !index.partialFilterExpression && serves(index.key)))
      return true;
    if (createIndex) {
      await collection.createIndex(wanted);
      return true;
    }
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND) return false;
    report("warning", "The index of the journal could not be looked at or made.", error);
    return true;
  }
  report(
    "warning",
    `MongoDB has no index on (${fields.updatedAt}, _id) of ${collection.collectionName}, so every page of a sync reads the whole collection. Make it with MONGODB_CREATE_INDEX=true, or in mongosh: db.${collection.collectionName}.createIndex(${JSON.stringify(wanted)})`,
  );
  return true;

  /** Both fields in this order, both upwards or both downwards. */
  function serves(key: Record<string, unknown>): boolean {
    const [first, second] = Object.entries(key);
    return first?.[0] === fields.updatedAt && second?.[0] === "_id" && first[1] === second[1];
  }
}

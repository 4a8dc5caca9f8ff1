import { Binary, BSON, Decimal128, Double, Int32, Long, ObjectId, UUID } from "mongodb";

/** An id as text, the same that `toString` of the app gives; undefined for kinds that have no such text. */
export function idText(id: unknown): string | undefined {
  if (typeof id === "string") return id === "" ? undefined : id;
  if (typeof id === "number") return Number.isFinite(id) ? String(id) : undefined;
  if (id instanceof ObjectId) return id.toHexString();
  if (id instanceof UUID) return id.toString();
  if (id instanceof Long) return id.toString();
  return undefined;
}

/** Every value whose text this is: an id that came in as text may be an ObjectId, a UUID or a number there. */
export function valuesOf(text: string): unknown[] {
  const values: unknown[] = [text];
  if (/^[0-9a-f]{24}$/i.test(text)) values.push(new ObjectId(text));
  if (UUID.isValid(text)) values.push(new UUID(text));
  if (/^-?\d{1,19}$/.test(text)) {
    const number = Number(text);
    values.push(Number.isSafeInteger(number) ? number : Long.fromString(text));
  } else if (text !== "" && String(Number(text)) === text && Number.isFinite(Number(text))) {
    values.push(Number(text));
  }
  return values;
}

/** Any `_id` as the text of a cursor; unlike `idText` it keeps the type. */
export function writePlace(id: unknown): string {
  return BSON.EJSON.stringify({ id }, { relaxed: false });
}

/** @returns undefined for text that no cursor has */
export function readPlace(place: string): { id: unknown } | undefined {
  try {
    const value: unknown = BSON.EJSON.parse(place, { relaxed: false });
    return typeof value === "object" && value !== null && "id" in value ? { id: value.id } : undefined;
  } catch {
    return undefined;
  }
}

/** The order of types in MongoDB (its manual, "Comparison/Sort Order"), as far as an `_id` can have them. */
const TYPES = ["null", "number", "string", "object", "binData", "objectId", "bool", "date", "timestamp"];

/** MongoDB compares within a type only, so what comes after an id is also all of the types behind its own. */
export function typesBehind(id: unknown): string[] {
  return TYPES.slice(TYPES.indexOf(typeOf(id)) + 1);
}

function typeOf(id: unknown): string {
  if (id === null || id === undefined) return "null";
  if (typeof id === "string") return "string";
  if (typeof id === "boolean") return "bool";
  if (id instanceof ObjectId) return "objectId";
  if (id instanceof Binary) return "binData";
  if (id instanceof Date) return "date";
  if (id instanceof BSON.Timestamp) return "timestamp";
  const numeric =
    typeof id === "number" || [Int32, Double, Long, Decimal128].some((type) => id instanceof type);
  return numeric ? "number" : "object";
}

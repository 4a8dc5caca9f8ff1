import { Problem } from "@cosmic/contract";
import { type TSchema, Type } from "typebox";

interface ByType {
  content: Record<string, { schema: TSchema }>;
}

/** The answers of a route for the OpenAPI document: its own, and the problems that any route may have. */
export function responses<T extends Record<number, TSchema | ByType>>(own: T) {
  return { ...own, "4xx": Problem, "5xx": Problem };
}

/** An answer that is a file, or text, of one of these media types. */
export function fileAs(...types: readonly [string, ...string[]]): ByType {
  return { content: Object.fromEntries(types.map((type) => [type, { schema: Type.String() }])) };
}

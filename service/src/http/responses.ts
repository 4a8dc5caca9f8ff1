import { Problem } from "@cosmic/contract";
import type { TSchema } from "typebox";

/** The answers of a route for the OpenAPI document: its own, and the problems that any route may have. */
export function responses<T extends Record<number, TSchema>>(own: T) {
  return { ...own, "4xx": Problem, "5xx": Problem };
}

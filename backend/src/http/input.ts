import type { Request } from "express";
import type { Static, TSchema } from "typebox";
import { Value } from "typebox/value";
import { fromText } from "../../../service/src/http/from-text.ts";
import { refuseUnstorableText } from "../../../service/src/http/plain-text.ts";
import { checker } from "../../../service/src/http/validation.ts";

/** A function that gives the body of a request back if it fits the schema. Nothing is converted. */
export function bodyReader<S extends TSchema>(schema: S): (request: Request) => Static<S> {
  const check = checker(schema);
  return ({ body }) => {
    refuseUnstorableText(body);
    return check(body);
  };
}

/** The same of the parameters behind the `?`, which are text, so they are converted first. */
export function queryReader<S extends TSchema>(schema: S): (request: Request) => Static<S> {
  const check = checker(schema);
  return ({ query }) => {
    refuseUnstorableText(query);
    return check(Value.Default(schema, fromText(schema, { ...query })));
  };
}

import { ERROR_CODES } from "@cosmic/contract";
import Type, { type Static } from "typebox";
import { Value } from "typebox/value";
import { CosmicError } from "../../../errors.ts";

const Fault = Type.Object({
  code: Type.Enum([...ERROR_CODES]),
  message: Type.String(),
  field: Type.Optional(Type.String()),
});

const ReplyMessage = Type.Object({
  id: Type.Integer(),
  value: Type.Optional(Type.Unknown()),
  fault: Type.Optional(Fault),
});

export function parseReply(message: unknown): Static<typeof ReplyMessage> {
  if (Value.Check(ReplyMessage, message)) return message;
  throw new Error("A reply from a thread of the search index has the wrong shape.");
}

export function decodeFault({ code, message, field }: Static<typeof Fault>): CosmicError {
  return new CosmicError(code, message, field ? { field } : {});
}

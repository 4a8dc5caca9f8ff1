import type { Static, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { CosmicError } from "../../errors.ts";
import type { JobDefinition } from "./queue.ts";

/** Checks payloads against the schema of their kind of job, each schema compiled once. */
export interface PayloadCheck {
  /** @throws CosmicError `invalid_value` with the first place that does not fit. */
  parse<P extends TSchema>(job: JobDefinition<P>, payload: unknown): Static<P>;
}

export function createPayloadCheck(): PayloadCheck {
  const validators = new Map<TSchema, Validator>();

  return {
    parse<P extends TSchema>(job: JobDefinition<P>, payload: unknown): Static<P> {
      const validator = validators.get(job.payload) ?? Compile(job.payload);
      validators.set(job.payload, validator);
      if (fits<P>(validator, payload)) return payload;
      const [problem] = validator.Errors(payload);
      const field = problem?.instancePath ?? "";
      throw new CosmicError(
        "invalid_value",
        `The payload of ${job.name} does not fit: ${field || "it"} ${problem?.message ?? "is wrong"}.`,
        { field },
      );
    },
  };
}

/** The map above forgets which schema a validator stands for, so the link is made here again. */
function fits<P extends TSchema>(validator: Validator, payload: unknown): payload is Static<P> {
  return validator.Check(payload);
}

import { type Static, type TSchema, Type } from "typebox";

/** RFC 3339 with offset. Answers are in UTC. */
export const Timestamp = Type.String({ format: "date-time", examples: ["2026-01-31T08:15:00.000Z"] });

/** A day, or a moment. A day stands for its first moment in UTC. */
export const DateOrTimestamp = Type.Union([
  Type.String({ format: "date", examples: ["2026-01-31"] }),
  Type.String({ format: "date-time" }),
]);

export const TimeZone = Type.String({
  default: "UTC",
  description: "IANA name, such as Europe/Berlin",
  maxLength: 60,
});

export const Uuid = Type.String({ format: "uuid" });

export const nullable = <T extends TSchema>(schema: T, options: { description?: string } = {}) =>
  Type.Union([schema, Type.Null()], options);

/** A page of a list: `next` and `previous` are addresses to follow, or null. */
export const listOf = <T extends TSchema>(item: T, $id: string) =>
  Type.Object(
    {
      count: Type.Integer({ minimum: 0, description: "How many there are in all" }),
      next: Type.Union([Type.String(), Type.Null()]),
      previous: Type.Union([Type.String(), Type.Null()]),
      results: Type.Array(item),
    },
    { $id, additionalProperties: false },
  );

export const MetadataValue = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
export type MetadataValue = Static<typeof MetadataValue>;

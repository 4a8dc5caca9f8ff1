import { type Static, Type } from "typebox";
import { nullable, Timestamp } from "./shapes.ts";

const Day = Type.String({ format: "date", description: "In UTC" });

/** What models of providers cost today, over all processes, and what the budget leaves. */
export const Spending = Type.Object(
  {
    day: Day,
    requests: Type.Integer(),
    tokens: Type.Integer(),
    cost_usd: Type.Number({ description: "Of models whose price is known" }),
    left_usd: nullable(Type.Number(), { description: "Null without a budget in dollars" }),
    left_tokens: nullable(Type.Integer(), { description: "Null without a budget in tokens" }),
    used_up: Type.Boolean({ description: "Documents wait; queries are still embedded" }),
    resets_at: Timestamp,
  },
  { $id: "Spending", additionalProperties: false },
);
export type Spending = Static<typeof Spending>;

export const ModelUsageQuery = Type.Object(
  { days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 30 })) },
  { additionalProperties: false },
);

export const ModelUsageReport = Type.Object(
  {
    today: Spending,
    count: Type.Integer(),
    results: Type.Array(
      Type.Object({
        day: Day,
        provider: Type.String(),
        model: Type.String(),
        requests: Type.Integer({ description: "That were answered" }),
        tokens: Type.Integer({
          description: "As the provider counts them, or estimated where it does not say",
        }),
        cost_usd: nullable(Type.Number(), { description: "Null where the price is not known" }),
      }),
    ),
  },
  { $id: "ModelUsageReport", additionalProperties: false },
);
export type ModelUsageReport = Static<typeof ModelUsageReport>;

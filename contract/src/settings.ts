import { type Static, Type } from "typebox";
import { nullable } from "./shapes.ts";

/** One variable of the configuration, as this process has it. */
export const Setting = Type.Object(
  {
    name: Type.String({ examples: ["EMBEDDING_MODEL"] }),
    value: nullable(Type.String(), {
      description:
        "Null for what is not set, and for every secret. Addresses stand here without credentials.",
    }),
    given: Type.Boolean({ description: "Set by the environment; otherwise it is the default" }),
    secret: Type.Boolean({ description: "Its value is told to nobody" }),
  },
  { $id: "Setting", additionalProperties: false },
);
export type Setting = Static<typeof Setting>;

export const SettingList = Type.Object(
  { count: Type.Integer(), results: Type.Array(Setting) },
  { $id: "SettingList", additionalProperties: false },
);
export type SettingList = Static<typeof SettingList>;

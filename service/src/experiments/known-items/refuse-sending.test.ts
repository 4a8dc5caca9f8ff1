import { expect, it } from "vitest";
import type { ModelIdentity } from "../../ports/embedders/embedder.ts";
import { refuseSending } from "./refuse-sending.ts";

const LOCAL: ModelIdentity = {
  name: "small",
  weights: "0",
  dimension: 8,
  pooling: "mean",
  normalize: true,
  maxTokens: 128,
  specialTokens: 2,
  queryPrefix: "",
  documentPrefix: "",
};

it("lets a model read texts that runs here, and none that a provider runs", () => {
  expect(() => refuseSending({ model: "small", embedder: { identity: LOCAL } })).not.toThrow();
  const remote = { ...LOCAL, provider: "openai" };
  expect(() => refuseSending({ model: "openai/large", embedder: { identity: remote } })).toThrow(
    expect.objectContaining({ code: "forbidden" }),
  );
});

import { OpenAiEmbeddings, OpenAiError } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, startTestService, type TestService } from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ EMBEDDING_WORKERS: "1" });
});
afterAll(() => service?.stop());

const post = (body: unknown) =>
  service.request("POST", "/v1/embeddings", typeof body === "string" ? body : JSON.stringify(body));
const embed = async (body: object) => bodyOf(OpenAiEmbeddings, await post(body));
const numbers = (embedding: string | number[] | undefined) => (Array.isArray(embedding) ? embedding : []);

describe("POST /v1/embeddings", () => {
  it("embeds one text", async () => {
    const { object, data, model, usage } = await embed({ input: "hello world", model: "all-MiniLM-L6-v2" });
    expect({ object, model, usage }).toEqual({
      object: "list",
      model: "all-MiniLM-L6-v2",
      usage: { prompt_tokens: 4, total_tokens: 4 },
    });
    expect(data).toMatchObject([{ object: "embedding", index: 0 }]);
    const vector = numbers(data[0]?.embedding);
    expect(vector).toHaveLength(384);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  });

  it("embeds many, in their order, with what OpenAI's clients send besides", async () => {
    const input = ["rain", "tea", "rain"];
    const { data } = await embed({ input, user: "ann", encoding_format: "float", another: 1 });
    expect(data.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(data[0]?.embedding).toEqual(data[2]?.embedding);
    expect(data[0]?.embedding).not.toEqual(data[1]?.embedding);
  });

  it("gives base64 of the same numbers", async () => {
    const { data: floats } = await embed({ input: "rain" });
    const { data } = await embed({ input: "rain", encoding_format: "base64" });
    const bytes = Buffer.from(String(data[0]?.embedding), "base64");
    const vector = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
    expect(vector).toEqual(floats[0]?.embedding);
  });

  it.each([
    [{ input: [] }, 400, "invalid_value", "input"],
    [{ input: "" }, 400, "empty_text", "input"],
    [{ input: ["a", ""] }, 400, "empty_text", "input.1"],
    [{ input: new Array(2049).fill("a") }, 400, "invalid_value", "input"],
    [{ input: [1, 2, 3] }, 400, "invalid_type", "input.0"],
    [{ input: [[1, 2], [3]] }, 400, "invalid_type", "input.0"],
    [{ input: [null] }, 400, "invalid_type", "input"],
    [{}, 400, "missing_field", "input"],
    [{ input: "a", encoding_format: "int8" }, 400, "invalid_value", "encoding_format"],
    [{ input: "a", dimensions: 64 }, 400, "invalid_value", "dimensions"],
    [{ input: "a", dimensions: 0 }, 400, "invalid_value", "dimensions"],
    [{ input: "a", model: "text-embedding-3-small" }, 404, "not_found", "model"],
    [{ input: ["a", "word ".repeat(300)] }, 400, "text_too_long", "input.1"],
    [{ input: "a\0b" }, 400, "invalid_characters", "input"],
    ["{", 400, "bad_json", null],
  ])("refuses %j as OpenAI would", async (body, status, code, param) => {
    const response = await post(body);
    const { error } = await bodyOf(OpenAiError, response);
    expect({ status: response.status, code: error.code, param: error.param }).toEqual({
      status,
      code,
      param,
    });
    expect(error).toMatchObject({ type: "invalid_request_error", message: expect.stringMatching(/\w/) });
  });

  it("takes the model's own dimension", async () => {
    expect((await embed({ input: "a", dimensions: 384 })).data).toHaveLength(1);
  });
});

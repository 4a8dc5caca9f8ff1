import { Type } from "typebox";
import { Value } from "typebox/value";
import { startTestApiServer, type TestApiServer } from "../../outgoing/test-api-server.ts";

const Asked = Type.Object({
  model: Type.String(),
  query: Type.String(),
  documents: Type.Array(Type.String()),
  top_n: Type.Integer(),
});

/** For tests: speaks Cohere's rerank protocol. A text is the better the more often it has the word. */
export async function startCohereTestServer(word: string): Promise<TestApiServer> {
  return startTestApiServer(({ method, path, body }) => {
    if (method !== "POST" || path !== "/v2/rerank") return undefined;
    const { documents, top_n } = Value.Parse(Asked, body);
    const results = documents
      .map((text, index) => ({ index, relevance_score: 1 - 0.5 ** (text.split(word).length - 1) }))
      .sort((a, b) => b.relevance_score - a.relevance_score)
      .slice(0, top_n);
    return { id: "test", results, meta: {} };
  });
}

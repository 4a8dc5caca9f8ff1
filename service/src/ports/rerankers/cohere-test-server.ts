import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { Type } from "typebox";
import { Value } from "typebox/value";

const Asked = Type.Object({
  model: Type.String(),
  query: Type.String(),
  documents: Type.Array(Type.String()),
  top_n: Type.Integer(),
});

export interface CohereTestServer extends AsyncDisposable {
  url: string;
  /** Keys it was sent, in order. */
  keys: (string | undefined)[];
  /** Answers in its place. */
  misbehave: ((response: ServerResponse) => void) | undefined;
}

/** For tests: speaks Cohere's rerank protocol. A text is the better the more often it has the word. */
export async function startCohereTestServer(word: string): Promise<CohereTestServer> {
  const server = createServer((request, response) => void answer(request, response));
  const running: CohereTestServer = {
    url: "",
    keys: [],
    misbehave: undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    running.keys.push(request.headers.authorization);
    const { documents, top_n } = Value.Parse(Asked, await json(request));
    if (running.misbehave) return running.misbehave(response);
    if (request.method !== "POST" || request.url !== "/v2/rerank") return void response.writeHead(404).end();
    const results = documents
      .map((text, index) => ({ index, relevance_score: 1 - 0.5 ** (text.split(word).length - 1) }))
      .sort((a, b) => b.relevance_score - a.relevance_score)
      .slice(0, top_n);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: "test", results, meta: {} }));
  }

  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  running.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return running;
}

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";

/** What the tests look at of a span, as OTLP says it in JSON. */
const Span = Type.Object({
  traceId: Type.String(),
  spanId: Type.String(),
  parentSpanId: Type.Optional(Type.String()),
  name: Type.String(),
  kind: Type.Integer(),
  attributes: Type.Array(Type.Object({ key: Type.String(), value: Type.Unknown() })),
  status: Type.Object({ code: Type.Optional(Type.Integer()) }),
});
export type Span = Static<typeof Span>;
const Request = Type.Object({
  resourceSpans: Type.Array(
    Type.Object({ scopeSpans: Type.Array(Type.Object({ spans: Type.Array(Span) })) }),
  ),
});

export interface OtlpReceiver extends AsyncDisposable {
  address: string;
  spans: Span[];
  /** Everything that came, as it came. */
  bodies: string[];
}

/** A receiver of traces over OTLP/HTTP that keeps them. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: Span[] = [];
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await json(request);
    if (request.url !== "/v1/traces") return response.writeHead(404).end();
    bodies.push(JSON.stringify(body));
    const { resourceSpans } = Value.Parse(Request, body);
    for (const { scopeSpans } of resourceSpans) spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    return response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    spans,
    bodies,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

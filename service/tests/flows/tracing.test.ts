import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Span, startOtlpReceiver } from "../servers/otlp.ts";
import { startTestService } from "./test-service.ts";

const REDIS_URL = process.env.TEST_REDIS_URL;
const SECRET = "zebras in the rain";
/** Kinds of spans in OTLP. */
const [INTERNAL, SERVER, CLIENT, CONSUMER] = [1, 2, 3, 5];

const queues = [
  { queue: "the database", env: {}, without: "" },
  {
    queue: "Redis",
    env: { REDIS_URL: REDIS_URL ?? "", REDIS_PREFIX: `traces-${randomUUID()}` },
    without: REDIS_URL ? "" : " (TEST_REDIS_URL is not set)",
  },
];

describe.each(queues)("a trace, with the queue in $queue", ({ env, without }) => {
  it.skipIf(without !== "")(`joins the request, the job and the write to the index${without}`, async () => {
    await using receiver = await startOtlpReceiver();
    const caller = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
    const service = await startTestService({ ...env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.address });
    try {
      const response = await fetch(`${service.address}/api/v1/documents/`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          traceparent: `00-${caller.traceId}-${caller.spanId}-01`,
        },
        body: JSON.stringify({ user_id: "watcher", title: SECRET, text: `Today I saw ${SECRET}.` }),
      });
      expect(response.status).toBe(201);
      await service.settled();
      const { data } = await service.client.GET("/api/v1/jobs/", {});
      expect(JSON.stringify(data)).not.toContain(caller.traceId);
    } finally {
      // The last spans are sent when it stops.
      await service.stop();
    }

    const trace = receiver.spans.filter(({ traceId }) => traceId === caller.traceId);
    const one = (name: string): Span => {
      const found = trace.filter((span) => span.name === name);
      expect(found.map((span) => span.name)).toEqual([name]);
      return found[0] ?? expect.fail(`no span ${name}`);
    };
    const request = one("POST /api/v1/documents/");
    expect(request).toMatchObject({ kind: SERVER, parentSpanId: caller.spanId });
    const job = one("job embed-documents");
    expect(job).toMatchObject({ kind: CONSUMER, parentSpanId: request.spanId });
    expect(one("embed")).toMatchObject({ kind: INTERNAL, parentSpanId: job.spanId });
    expect(one("index.replace")).toMatchObject({ kind: CLIENT, parentSpanId: job.spanId });

    // Neither texts nor who wrote them are told.
    for (const body of receiver.bodies) {
      expect(body).not.toContain("zebras");
      expect(body).not.toContain("watcher");
    }
    // What nobody asked for has a trace of its own.
    expect(receiver.spans.some(({ traceId }) => traceId !== caller.traceId)).toBe(true);
  });
});

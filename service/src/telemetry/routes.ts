import promClient from "prom-client";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { fileAs, responses } from "../http/responses.ts";
import type { Server } from "../http/server.ts";
import { measureEngine } from "./engine.ts";
import { measureState } from "./state.ts";

/** Shortest time between two readings of the stores, in milliseconds: whoever asks more often gets what was read. */
const READ_EVERY_MS = 5_000;

export function metricRoutes(app: Server, context: Context): void {
  let scraping: (() => Promise<string>) | undefined;
  app.get(
    "/metrics",
    {
      config: needs("admin", everyones),
      schema: {
        tags: ["health"],
        summary: "What this process measures, for Prometheus",
        description: "Text in the exposition format of Prometheus, version 0.0.4.",
        response: responses({ 200: fileAs("text/plain") }),
      },
    },
    async (_request, reply) => {
      // Made at the first scrape: most processes on a laptop are never asked.
      scraping ??= startScraping(context);
      const text = await scraping();
      reply.header("content-type", context.telemetry.metrics.registry.contentType);
      return reply.serializer((it: string) => it).send(text);
    },
  );
}

function startScraping(context: Context): () => Promise<string> {
  const { registry } = context.telemetry.metrics;
  promClient.collectDefaultMetrics({ register: registry });
  const readEngine = measureEngine(context);
  const readState = measureState(context);
  let reading: Promise<void> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - readAt > READ_EVERY_MS) {
      readAt = performance.now();
      reading = readState();
    }
    await reading;
    readEngine();
    return registry.metrics();
  };
}

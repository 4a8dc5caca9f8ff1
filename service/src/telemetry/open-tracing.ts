import { AsyncLocalStorage } from "node:async_hooks";
import { hostname } from "node:os";
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { CosmicError } from "../errors.ts";
import { VERSION } from "../version.ts";
import type { OpenSpan, SpanStart, Tracing } from "./tracing.ts";

/** How long the last spans may take to be sent when the process stops, in milliseconds. */
const LAST_SPANS_MS = 2_000;

const KINDS = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
} as const;

/** Sends spans by OTLP over HTTP. A receiver that is away costs nothing but the spans. */
export function openTracing(endpoint: string, serviceName: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.name": serviceName,
      "service.version": VERSION,
      "service.instance.id": `${hostname()}:${process.pid}`,
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: LAST_SPANS_MS })],
  });
  const tracer = provider.getTracer("cosmic-insights", VERSION);
  const current = new AsyncLocalStorage<Span>();

  function begin({ name, kind, attributes = {}, parent, age = 0 }: SpanStart): Span {
    // What comes from outside belongs to nothing here, though it may have been woken from within a span.
    const outside = kind === "server" || kind === "consumer";
    const here = outside ? undefined : current.getStore();
    const above = parent === undefined ? here : remoteSpan(parent);
    const options = { kind: KINDS[kind], attributes: { ...attributes }, startTime: Date.now() - age };
    return tracer.startSpan(name, options, above ? trace.setSpan(ROOT_CONTEXT, above) : ROOT_CONTEXT);
  }

  return {
    async span(start, work) {
      const span = begin(start);
      const open: OpenSpan = {
        set: (attributes) => void span.setAttributes({ ...attributes }),
        fail: (kind) => {
          span.setAttribute("error.type", kind);
          span.setStatus({ code: SpanStatusCode.ERROR });
        },
      };
      try {
        return await current.run(span, () => work(open));
      } catch (fault) {
        open.fail(kindOf(fault));
        throw fault;
      } finally {
        span.end();
      }
    },

    carried() {
      const span = current.getStore()?.spanContext();
      if (!span) return undefined;
      return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`;
    },

    async [Symbol.asyncDispose]() {
      await provider.shutdown().catch(() => {});
    },
  };
}

/** A span of another process, by its `traceparent` (W3C Trace Context); undefined for what is none. */
function remoteSpan(traceparent: string): Span | undefined {
  const [, traceId, spanId, flags] =
    /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})/.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  const span = { traceId, spanId, traceFlags: Number.parseInt(flags ?? "0", 16), isRemote: true };
  return trace.wrapSpanContext(span);
}

function kindOf(fault: unknown): string {
  if (fault instanceof CosmicError) return fault.code;
  return fault instanceof Error ? fault.name : typeof fault;
}

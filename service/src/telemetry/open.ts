import type { TelemetryConfig } from "./config.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { type Tracing, UNTRACED } from "./tracing.ts";

export interface Telemetry extends AsyncDisposable {
  metrics: Metrics;
  tracing: Tracing;
}

/** Loads OpenTelemetry only where there is somebody to send traces to. */
export async function openTelemetry({ otlpEndpoint, serviceName }: TelemetryConfig): Promise<Telemetry> {
  const tracing =
    otlpEndpoint === undefined
      ? UNTRACED
      : (await import("./open-tracing.ts")).openTracing(otlpEndpoint, serviceName);
  return {
    metrics: createMetrics(),
    tracing,
    [Symbol.asyncDispose]: () => Promise.resolve(tracing[Symbol.asyncDispose]()),
  };
}

import type { EnvReader } from "../env-reader.ts";

export interface TelemetryConfig {
  /** Base address of a receiver of OTLP over HTTP, such as `http://localhost:4318`; without one nothing is traced. */
  otlpEndpoint: string | undefined;
  /** How this program is called in traces. */
  serviceName: string;
}

/** By the names that OpenTelemetry gives these variables; its exporter reads the rest of them by itself. */
export function readTelemetryConfig(read: EnvReader): TelemetryConfig {
  const given = read.optional("OTEL_EXPORTER_OTLP_ENDPOINT");
  return {
    otlpEndpoint: given && read.url("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318"),
    serviceName: read.text("OTEL_SERVICE_NAME", "cosmic-insights"),
  };
}

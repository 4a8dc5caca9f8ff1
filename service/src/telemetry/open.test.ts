import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const file = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

/** A process that loads the service, opens its telemetry, and prints which packages of OpenTelemetry that took. */
const program = `
  import { registerHooks } from "node:module";
  const loaded = new Set();
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier.startsWith("@opentelemetry/")) loaded.add(specifier);
      return next(specifier, context);
    },
  });
  await import(${file("../serve.ts")});
  const { openTelemetry } = await import(${file("./open.ts")});
  const otlpEndpoint = process.argv[1];
  await using telemetry = await openTelemetry({ otlpEndpoint, serviceName: "test" });
  console.log([...loaded].sort().join(" "));
`;

const loads = (...endpoint: string[]) =>
  execFileSync(process.execPath, ["--input-type=module", "-e", program, "--", ...endpoint], {
    encoding: "utf8",
  })
    .trim()
    .split(" ");

it("loads what sends traces only where there is a receiver", () => {
  // What the queue's library itself asks for, and is there in any case.
  expect(loads()).toEqual(["@opentelemetry/api"]);
  expect(loads("http://127.0.0.1:9")).toContain("@opentelemetry/exporter-trace-otlp-http");
});

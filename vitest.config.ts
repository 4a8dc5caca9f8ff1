import { defineConfig } from "vitest/config";
import runtime from "./launch/runtime.json" with { type: "json" };

export default defineConfig({
  test: {
    include: [
      "contract/**/*.test.ts",
      "service/**/*.test.ts",
      "backend/**/*.test.ts",
      "bench/**/*.test.ts",
      "eval/**/*.test.ts",
      "sample/**/*.test.ts",
      "web/**/*.test.ts",
    ],
    // Real models, databases and child processes: slow machines get their time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    execArgv: runtime.arguments,
    reporters: process.env.CI ? ["default", ["json", { outputFile: "coverage/tests.json" }]] : ["default"],
  },
});

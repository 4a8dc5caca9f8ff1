import { expect, test, vi } from "vitest";
import { checkServer } from "./check-server.ts";

const info = (version: string, policy: string) =>
  `# Server\r\nredis_version:${version}\r\nredis_mode:standalone\r\n# Memory\r\nmaxmemory_policy:${policy}\r\n`;

test.for(["6.0.16", "5.0.14", "6.1.240"])("Redis %s is too old", (version) => {
  expect(() => checkServer(info(version, "noeviction"), () => {})).toThrow(
    expect.objectContaining({
      code: "invalid_configuration",
      message: expect.stringMatching(`Redis ${version}.*6.2`),
    }),
  );
});

test.for(["6.2.0", "7.0.15", "10.1"])("Redis %s is not", (version) => {
  const report = vi.fn();
  checkServer(info(version, "noeviction"), report);
  expect(report).not.toHaveBeenCalled();
});

test("one that evicts is warned of", () => {
  const report = vi.fn();
  checkServer(info("7.2.4", "volatile-lru"), report);
  expect(report).toHaveBeenCalledExactlyOnceWith("warning", expect.stringContaining("volatile-lru"));
});

test("one that says neither is taken as it is", () => {
  checkServer("# Server\r\n", () => {});
});

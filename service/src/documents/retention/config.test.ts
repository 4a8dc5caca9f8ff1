import { expect, it } from "vitest";
import { EnvReader } from "../../env-reader.ts";
import { readRetention } from "./config.ts";
import { oldestKept } from "./kept-until.ts";

const NOW = new Date("2026-03-01T12:00:00Z");

function read(text: string) {
  const reader = new EnvReader({ DOCUMENT_RETENTION_DAYS: text });
  return { retention: readRetention(reader), check: () => reader.throwProblems() };
}

it("keeps each type as long as it says, and others by the asterisk", () => {
  const { retention, check } = read(" chat=message = 30, *=365 ,");
  check();
  expect(oldestKept(retention, "chat=message", NOW)?.toISOString()).toBe("2026-01-30T12:00:00.000Z");
  expect(oldestKept(retention, "note", NOW)?.toISOString()).toBe("2025-03-01T12:00:00.000Z");
  expect(oldestKept(read("note=1").retention, "diary", NOW)).toBeUndefined();
  expect(read("").retention.size).toBe(0);
});

it.each([
  ["note", /must be such as .* not "note"/],
  ["note=0", /1 to 36500 days/],
  ["note=1.5", /not "note=1.5"/],
  ["=3", /not "=3"/],
  ["note=1,note=2", /names note twice/],
])("refuses %s", (text, problem) => {
  expect(read(text).check).toThrow(problem);
});

import { beforeEach, expect, test } from "vitest";
import { forgetStatuses, learnStatus, newestStatus } from "./statuses.ts";

const entry = {
  id: "e1",
  updated_at: "2026-03-01T10:00:00.000Z",
  document: { status: "pending" as const },
};

beforeEach(forgetStatuses);

test("an event after the change wins over the answer", () => {
  learnStatus("e1", "completed", "2026-03-01T10:00:01.000Z");
  expect(newestStatus(entry)).toBe("completed");
});

test("an event from before the change is about an older text", () => {
  learnStatus("e1", "completed", "2026-03-01T09:59:59.000Z");
  expect(newestStatus(entry)).toBe("pending");
});

test("without an event the answer counts", () => {
  expect(newestStatus(entry)).toBe("pending");
  expect(newestStatus({ ...entry, document: null })).toBeNull();
});

test("what was learnt long ago is given up", () => {
  learnStatus("e1", "completed", "2026-03-01T10:00:01.000Z");
  for (let i = 0; i < 500; i++) learnStatus(`other-${i}`, "pending", "2026-03-01T10:00:02.000Z");
  expect(newestStatus(entry)).toBe("pending");
});

import { expect, test } from "vitest";
import { emptyFields } from "../fields.ts";
import { createDraftStore, type Draft } from "./draft-store.ts";
import { memoryStorage } from "./memory-storage.ts";

const draft = (key: string, text: string, at = "2026-03-01T10:00:00.000Z"): Draft => ({
  key,
  base: null,
  fields: { ...emptyFields(new Date(at)), text },
  sent: null,
  at,
});

test("a draft is there again for the next page, and only for its user", () => {
  const storage = memoryStorage();
  createDraftStore(storage, "ada").keep(draft("new-1", "The river"));
  expect(createDraftStore(storage, "ada").read("new-1")?.fields.text).toBe("The river");
  expect(createDraftStore(storage, "ben").read("new-1")).toBeUndefined();
  expect(createDraftStore(storage, "ben").list()).toEqual([]);
});

test("the newest draft comes first, and the list stays the same until something changes", () => {
  const drafts = createDraftStore(memoryStorage(), "ada");
  drafts.keep(draft("a", "older", "2026-03-01T10:00:00.000Z"));
  drafts.keep(draft("b", "newer", "2026-03-02T10:00:00.000Z"));
  const list = drafts.list();
  expect(list.map(({ key }) => key)).toEqual(["b", "a"]);
  expect(drafts.list()).toBe(list);
  drafts.drop("b");
  expect(drafts.list().map(({ key }) => key)).toEqual(["a"]);
});

test("what is not a draft is passed over", () => {
  const storage = memoryStorage();
  storage.setItem("cosmic:draft:ada:broken", "{");
  storage.setItem("cosmic:draft:ada:old", JSON.stringify({ key: "old", text: "from another version" }));
  storage.setItem("something-else", "1");
  expect(createDraftStore(storage, "ada").list()).toEqual([]);
});

test("says so when there is no room, or no storage at all", () => {
  expect(createDraftStore(memoryStorage(100), "ada").keep(draft("a", "x".repeat(200)))).toBe(false);
  expect(createDraftStore(undefined, "ada").keep(draft("a", "x"))).toBe(false);
});

test("listeners hear of changes until they go", () => {
  const drafts = createDraftStore(memoryStorage(), "ada");
  let heard = 0;
  const leave = drafts.subscribe(() => heard++);
  drafts.keep(draft("a", "x"));
  drafts.dropAll();
  leave();
  drafts.keep(draft("b", "x"));
  expect(heard).toBe(2);
});

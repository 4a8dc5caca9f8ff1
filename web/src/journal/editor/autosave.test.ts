import type { JournalEntryView } from "@cosmic/contract/app";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDraftStore, type Draft } from "../drafts/draft-store.ts";
import { memoryStorage } from "../drafts/memory-storage.ts";
import type { Sent } from "../drafts/send-draft.ts";
import { type EntryFields, emptyFields, fieldsOf } from "../fields.ts";
import { createAutosave, type SaveState } from "./autosave.ts";

beforeEach(() => vi.useFakeTimers({ now: new Date("2026-03-01T10:00:00.000Z") }));
afterEach(() => vi.useRealTimers());

/** An editor over a server that answers as the test says. */
function begin({ saved = null, found }: { saved?: JournalEntryView | null; found?: EntryFields } = {}) {
  const drafts = createDraftStore(memoryStorage(), "ada");
  const states: SaveState["kind"][] = [];
  const sent: Draft[] = [];
  const answers: ((outcome: Sent) => void)[] = [];
  const draft: Draft = {
    key: saved?.id ?? "new-1",
    base: saved && { id: saved.id, version: saved.updated_at },
    fields: found ?? (saved ? fieldsOf(saved) : emptyFields(new Date())),
    sent: null,
    at: new Date().toISOString(),
  };
  const autosave = createAutosave({
    draft,
    saved: saved && fieldsOf(saved),
    drafts,
    send: (it) => {
      sent.push(it);
      return new Promise((resolve) => answers.push(resolve));
    },
    onState: ({ kind }) => states.push(kind),
    onSaved: () => {},
  });
  const write = (text: string) => autosave.change({ ...autosave.fields(), text });
  const answer = async (outcome: Sent) => {
    answers.shift()?.(outcome);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { autosave, drafts, states, sent, write, answer, key: draft.key };
}

const entry = (text: string, version = "2026-03-01T10:00:00.000Z"): JournalEntryView => ({
  id: "e1",
  ...emptyFields(new Date("2026-03-01T10:00:00.000Z")),
  text,
  created_at: version,
  updated_at: version,
  sample: false,
  document: null,
});

test("saves after a pause, and what was written meanwhile after that", async () => {
  const { autosave, drafts, sent, write, answer, key } = begin();
  write("The");
  await vi.advanceTimersByTimeAsync(700);
  write("The river");
  await vi.advanceTimersByTimeAsync(700);
  expect(sent).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(100);
  expect(sent.map(({ base, fields }) => [base, fields.text])).toEqual([[null, "The river"]]);
  expect(drafts.read(key)?.fields.text).toBe("The river");

  write("The river rose");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sent).toHaveLength(1);
  await answer({ kind: "saved", entry: entry("The river", "2026-03-01T10:00:03.000Z") });
  await vi.advanceTimersByTimeAsync(800);
  expect(sent[1]).toMatchObject({
    base: { id: "e1", version: "2026-03-01T10:00:03.000Z" },
    fields: { text: "The river rose" },
  });
  await answer({ kind: "saved", entry: entry("The river rose") });
  expect(autosave.state()).toEqual({ kind: "clean" });
  expect(drafts.list()).toEqual([]);
});

test("saves within a long piece of writing without a pause", async () => {
  const { sent, write } = begin();
  for (let i = 0; i < 12; i++) {
    write("word ".repeat(i + 1));
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(sent).toHaveLength(1);
});

test("keeps a draft shortly after a key, and drops it when all is as it was", async () => {
  const { autosave, drafts, sent, write, key } = begin({ saved: entry("Before") });
  write("Before and after");
  await vi.advanceTimersByTimeAsync(250);
  expect(drafts.read(key)?.fields.text).toBe("Before and after");
  write("Before");
  expect(autosave.state()).toEqual({ kind: "clean" });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(drafts.list()).toEqual([]);
  expect(sent).toEqual([]);
});

test("without an answer the draft stays and is sent again, at longer and longer intervals", async () => {
  const { autosave, drafts, sent, write, answer, key } = begin();
  write("On the train");
  await vi.advanceTimersByTimeAsync(800);
  await answer({ kind: "unreachable" });
  expect(autosave.state()).toEqual({ kind: "waiting" });
  expect(drafts.read(key)).toMatchObject({
    fields: { text: "On the train" },
    sent: { text: "On the train" },
  });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sent).toHaveLength(2);
  expect(sent[1]?.sent?.text).toBe("On the train");
  await answer({ kind: "unreachable" });
  await vi.advanceTimersByTimeAsync(3_999);
  expect(sent).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toHaveLength(3);
  await answer({ kind: "saved", entry: entry("On the train") });
  expect(drafts.list()).toEqual([]);
});

test("a draft that was found is sent without a key being pressed", async () => {
  const saved = entry("Before");
  const { sent } = begin({ saved, found: { ...fieldsOf(saved), text: "Before the crash" } });
  await vi.advanceTimersByTimeAsync(800);
  expect(sent[0]?.fields.text).toBe("Before the crash");
});

test("a conflict waits for the writer, whatever is typed", async () => {
  const { autosave, sent, write, answer } = begin({ saved: entry("Before") });
  const theirs = entry("Theirs", "2026-03-01T11:00:00.000Z");
  write("Mine");
  await vi.advanceTimersByTimeAsync(800);
  await answer({ kind: "conflict", theirs });
  write("Mine, still");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(autosave.state()).toEqual({ kind: "conflict", theirs });
  expect(sent).toHaveLength(1);

  void autosave.resolve("mine");
  await vi.advanceTimersByTimeAsync(0);
  expect(sent[1]).toMatchObject({ base: { version: theirs.updated_at }, fields: { text: "Mine, still" } });
});

test("giving up for theirs sends nothing and leaves no draft", async () => {
  const { autosave, drafts, sent, write, answer } = begin({ saved: entry("Before") });
  write("Mine");
  await vi.advanceTimersByTimeAsync(800);
  await answer({ kind: "conflict", theirs: entry("Theirs", "2026-03-01T11:00:00.000Z") });
  await autosave.resolve("theirs");
  expect(autosave.fields().text).toBe("Theirs");
  expect(autosave.state()).toEqual({ kind: "clean" });
  expect(drafts.list()).toEqual([]);
  expect(sent).toHaveLength(1);
});

test("an entry that was deleted elsewhere can become a new one", async () => {
  const { autosave, sent, write, answer } = begin({ saved: entry("Before") });
  write("After");
  await vi.advanceTimersByTimeAsync(800);
  await answer({ kind: "gone" });
  void autosave.keepAsNew();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent[1]).toMatchObject({ base: null, fields: { text: "After" } });
});

test("nothing without a text is sent", async () => {
  const { autosave, sent } = begin();
  autosave.change({ ...autosave.fields(), title: "Only a title" });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(autosave.state()).toEqual({ kind: "empty" });
  expect(sent).toEqual([]);
});

test("closing saves at once and tells nobody", async () => {
  const { autosave, drafts, states, sent, write, answer } = begin();
  write("Last words");
  const told = states.length;
  const closing = autosave.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent[0]?.fields.text).toBe("Last words");
  await answer({ kind: "unreachable" });
  await closing;
  expect(states).toHaveLength(told);
  expect(drafts.list()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
});

test("a newer version of the server is taken over only if nothing was changed here", async () => {
  const newer = entry("From elsewhere", "2026-03-01T12:00:00.000Z");
  const untouched = begin({ saved: entry("Before") });
  expect(untouched.autosave.adopt(newer)).toBe(true);
  expect(untouched.autosave.fields().text).toBe("From elsewhere");
  const touched = begin({ saved: entry("Before") });
  touched.write("Mine");
  expect(touched.autosave.adopt(newer)).toBe(false);
});

import type { JournalEntryView } from "@cosmic/contract/app";
import { expect, test } from "vitest";
import { ApiProblem, Unreachable } from "../../api/problem.ts";
import { type EntryFields, emptyFields } from "../fields.ts";
import type { Draft } from "./draft-store.ts";
import type { JournalApi } from "./journal-api.ts";
import { sendDraft } from "./send-draft.ts";

/** A journal that keeps what it is given, over a line that may lose the answer, or the question. */
function journal() {
  const entries = new Map<string, JournalEntryView>();
  let line: "good" | "loses answers" | "is cut" = "good";
  let moments = 0;
  const version = () => new Date(Date.UTC(2026, 2, 1, 10, 0, ++moments)).toISOString();
  const problem = (status: number, code: string) => new ApiProblem(status, { code, detail: code });

  async function over<T>(action: () => T): Promise<T> {
    if (line === "is cut") throw new Unreachable("cut");
    const answer = action();
    if (line === "loses answers") throw new Unreachable("lost");
    return answer;
  }
  function write(id: string, fields: EntryFields): JournalEntryView {
    const now = version();
    const entry = { id, ...fields, created_at: now, updated_at: now, sample: false, document: null };
    entries.set(id, entry);
    return entry;
  }
  function find(id: string): JournalEntryView {
    const entry = entries.get(id);
    if (!entry) throw problem(404, "entry_not_found");
    return entry;
  }
  const api: JournalApi = {
    create: (fields) =>
      over(() => {
        if (fields.title === "too long") throw problem(400, "text_too_long");
        return write(`e${entries.size + 1}`, fields);
      }),
    change: ({ id, version }, fields) =>
      over(() => {
        if (find(id).updated_at !== version) throw problem(412, "entry_changed");
        return write(id, fields);
      }),
    read: (id) => over(() => find(id)),
    at: (moment) =>
      over(() => [...entries.values()].filter((it) => Date.parse(it.entry_date) === moment.getTime())),
  };
  const become = (next: typeof line) => {
    line = next;
  };
  return { api, entries, write, become };
}

const fields = (text: string): EntryFields => ({
  ...emptyFields(new Date("2026-03-01T09:00:00.123Z")),
  text,
});
const draft = (text: string, part: Partial<Draft> = {}): Draft => ({
  key: "new-1",
  base: null,
  fields: fields(text),
  sent: null,
  at: "2026-03-01T09:00:00.123Z",
  ...part,
});

test("a new entry whose answer was lost is not made twice", async () => {
  const { api, entries, become } = journal();
  become("loses answers");
  expect(await sendDraft(api, draft("Rain"))).toEqual({ kind: "unreachable" });
  become("good");
  const again = await sendDraft(api, draft("Rain, later sun", { sent: fields("Rain") }));
  expect(again).toMatchObject({ kind: "saved", entry: { id: "e1", text: "Rain, later sun" } });
  expect(entries.size).toBe(1);
});

test("a new entry that never arrived is made, also beside another of the same moment", async () => {
  const { api, entries, write, become } = journal();
  write("other", fields("Something else at noon"));
  become("is cut");
  expect(await sendDraft(api, draft("Rain"))).toEqual({ kind: "unreachable" });
  become("good");
  expect(await sendDraft(api, draft("Rain", { sent: fields("Rain") }))).toMatchObject({ kind: "saved" });
  expect([...entries.values()].map(({ text }) => text)).toEqual(["Something else at noon", "Rain"]);
});

test("a change of an old version is a conflict that carries theirs", async () => {
  const { api, write } = journal();
  const { updated_at } = write("e1", fields("Before"));
  const theirs = write("e1", fields("Theirs"));
  const base = { id: "e1", version: updated_at };
  expect(await sendDraft(api, draft("Mine", { base }))).toEqual({ kind: "conflict", theirs });
});

test("a change that arrived without its answer is no conflict with itself", async () => {
  const { api, write, become } = journal();
  const { updated_at } = write("e1", fields("Before"));
  const base = { id: "e1", version: updated_at };
  become("loses answers");
  expect(await sendDraft(api, draft("After", { base }))).toEqual({ kind: "unreachable" });
  become("good");
  expect(await sendDraft(api, draft("After", { base }))).toMatchObject({
    kind: "saved",
    entry: { text: "After" },
  });
});

test("what is gone and what is refused is told apart from what may pass", async () => {
  const { api } = journal();
  const base = { id: "e9", version: "2026-03-01T09:00:00.000Z" };
  expect(await sendDraft(api, draft("Mine", { base }))).toEqual({ kind: "gone" });
  const tooLong = draft("Rain", { fields: { ...fields("Rain"), title: "too long" } });
  expect(await sendDraft(api, tooLong)).toEqual({ kind: "refused", detail: "text_too_long" });
});

import { AppProblem, JournalEntryView, JournalList, JournalVocabulary } from "@cosmic/contract/app";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bodyOf, type Client, signedUp } from "../client.ts";
import { startTestBackend, type TestBackend } from "../test-backend.ts";

let backend: TestBackend;
let ada: Awaited<ReturnType<typeof signedUp>>;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend?.[Symbol.asyncDispose]());
beforeEach(async () => {
  ada = await signedUp(backend.address);
});

const entryOf = (response: Response) => bodyOf(JournalEntryView, response);
const problemOf = (response: Response) => bodyOf(AppProblem, response);
const write = async (body: object, client: Client = ada) =>
  entryOf(await client.request("POST", "/api/journal", body));
const read = (id: string, client: Client = ada) => client.request("GET", `/api/journal/${id}`);
/** Ids that the service was told of. */
const told = () =>
  backend.service.asked
    .filter(({ path }) => path === "/api/v1/sync/entries/")
    .flatMap(({ body }) => (typeof body === "object" && body !== null && "ids" in body ? body.ids : []));

describe("an entry", () => {
  it("is written with little, read, changed and deleted", async () => {
    const created = await ada.request("POST", "/api/journal", { text: "It rained." });
    expect(created.status).toBe(201);
    const entry = await entryOf(created);
    expect(created.headers.get("location")).toBe(`/api/journal/${entry.id}`);
    expect(entry).toMatchObject({
      title: "",
      text: "It rained.",
      mood: null,
      tags: [],
      sample: false,
      document: null,
    });
    expect(Math.abs(Date.parse(entry.entry_date) - Date.parse(entry.created_at))).toBeLessThan(1000);
    expect(await entryOf(await read(entry.id))).toEqual(entry);

    const patch = {
      title: "Rain",
      mood: "calm ",
      tags: ["wet", " wet", " "],
      entry_date: "2025-02-03T23:00:00+01:00",
    };
    const changed = await entryOf(await ada.request("PATCH", `/api/journal/${entry.id}`, patch));
    expect(changed).toEqual({
      ...entry,
      title: "Rain",
      mood: "calm",
      tags: ["wet"],
      entry_date: "2025-02-03T22:00:00.000Z",
      updated_at: changed.updated_at,
    });
    expect(Date.parse(changed.updated_at)).toBeGreaterThan(Date.parse(entry.updated_at));
    const cleared = await entryOf(
      await ada.request("PATCH", `/api/journal/${entry.id}`, { mood: null, tags: [] }),
    );
    expect(cleared).toMatchObject({ mood: null, tags: [], title: "Rain" });

    expect((await ada.request("DELETE", `/api/journal/${entry.id}`)).status).toBe(204);
    const gone = await read(entry.id);
    expect(gone.status).toBe(404);
    expect((await problemOf(gone)).code).toBe("entry_not_found");
    expect((await ada.request("DELETE", `/api/journal/${entry.id}`)).status).toBe(404);
  });

  it("of another user is not there", async () => {
    const entry = await write({ text: "Mine." });
    const bob = await signedUp(backend.address);
    const answers = [
      await read(entry.id, bob),
      await bob.request("PATCH", `/api/journal/${entry.id}`, { text: "Yours." }),
      await bob.request("DELETE", `/api/journal/${entry.id}`),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect((await problemOf(answer)).code).toBe("entry_not_found");
    }
    expect((await bodyOf(JournalList, await bob.request("GET", "/api/journal"))).count).toBe(0);
    expect(await entryOf(await read(entry.id))).toEqual(entry);
  });

  it.each([
    [{}, "missing_field", "/text"],
    [{ text: " \n " }, "empty_text", "/text"],
    [{ text: 5 }, "invalid_type", "/text"],
    [{ text: "a\0b" }, "invalid_characters", "/text"],
    [{ text: "x", user_id: "somebody" }, "unknown_field", "/user_id"],
    [{ text: "x", entry_date: "2026-02-30T00:00:00Z" }, "invalid_date", "/entry_date"],
    [{ text: "x", entry_date: "2026-02-03" }, "invalid_date", "/entry_date"],
    [{ text: "x", entry_date: "9999-12-31T23:59:59-12:00" }, "invalid_date", "/entry_date"],
    [{ text: "x", tags: Array(31).fill("t") }, "invalid_value", "/tags"],
    [{ text: "x".repeat(500_001) }, "invalid_value", "/text"],
    [{ text: "語".repeat(400_000) }, "text_too_large", "/text"],
  ])("is refused: %.60j", async (body, code, field) => {
    const response = await ada.request("POST", "/api/journal", body);
    expect(await problemOf(response)).toMatchObject({ code, field });
    expect((await bodyOf(JournalList, await ada.request("GET", "/api/journal"))).count).toBe(0);
  });

  it("may be as long as the service takes it", async () => {
    const text = "語".repeat(333_333);
    const entry = await write({ text });
    expect((await entryOf(await read(entry.id))).text).toBe(text);
  });
});

describe("two tabs", () => {
  it("do not overwrite each other: by the header, or by the body", async () => {
    const response = await ada.request("POST", "/api/journal", { text: "one" });
    const etag = response.headers.get("etag") ?? "";
    const entry = await entryOf(response);
    const path = `/api/journal/${entry.id}`;
    const first = await ada.request("PATCH", path, { text: "two" }, { "if-match": etag });
    expect(first.status).toBe(200);
    const late = [
      await ada.request("PATCH", path, { text: "three" }, { "if-match": etag }),
      await ada.request("PATCH", path, { text: "three", updated_at: entry.updated_at }),
      await ada.request("PATCH", path, { text: "three" }, { "if-match": '"something else"' }),
    ];
    for (const answer of late) {
      expect(answer.status).toBe(412);
      expect((await problemOf(answer)).code).toBe("entry_changed");
    }
    const now = await entryOf(first);
    expect((await entryOf(await read(entry.id))).text).toBe("two");
    const right = await ada.request("PATCH", path, { text: "four", updated_at: now.updated_at });
    expect((await entryOf(right)).text).toBe("four");
    expect(right.headers.get("etag")).not.toBe(etag);
  });

  it("both have their say if they do not mind, and each writing has a moment of its own", async () => {
    const entry = await write({ text: "one" });
    const patches = Array.from({ length: 8 }, (_, i) => ({ title: `title ${i}` }));
    const answers = await Promise.all(
      patches.map(async (patch) => entryOf(await ada.request("PATCH", `/api/journal/${entry.id}`, patch))),
    );
    expect(new Set(answers.map(({ updated_at }) => updated_at)).size).toBe(patches.length);
    const last = answers.toSorted((a, b) => (a.updated_at < b.updated_at ? -1 : 1)).at(-1);
    expect(await entryOf(await read(entry.id))).toEqual(last);
  });
});

describe("the list", () => {
  it("goes from day to day in pages, filtered, with links that keep the filter", async () => {
    for (let i = 1; i <= 7; i++) {
      const entry_date = `2026-01-0${Math.ceil(i / 2)}T08:00:00Z`;
      await write({ text: `${i}`, mood: i % 2 ? "odd" : "even", tags: i > 2 ? ["late"] : [], entry_date });
    }
    const list = async (path: string) => bodyOf(JournalList, await ada.request("GET", path));
    const texts: string[] = [];
    let before: string | null = null;
    for (let next: string | null = "/api/journal?limit=2&tag=late"; next; ) {
      const page: JournalList = await list(next);
      expect(page.count).toBe(5);
      expect(page.results.length).toBeLessThanOrEqual(2);
      texts.push(...page.results.map(({ text }) => text));
      before = page.previous;
      next = page.next;
    }
    expect(texts).toHaveLength(5);
    expect(texts.map((text) => Math.ceil(Number(text) / 2))).toEqual([4, 3, 3, 2, 2]);
    const back = await list(before ?? "");
    expect(back.results.map(({ text }) => text)).toEqual(texts.slice(2, 4));
    const some = await list(
      "/api/journal?mood=even&date_from=2026-01-02T00:00:00Z&date_to=2026-01-02T23:00:00Z",
    );
    expect(some.results.map(({ text }) => text)).toEqual(["4"]);
    const vocabulary = await bodyOf(JournalVocabulary, await ada.request("GET", "/api/journal/vocabulary"));
    expect(vocabulary).toEqual({
      moods: [
        { value: "odd", count: 4 },
        { value: "even", count: 3 },
      ],
      tags: [{ value: "late", count: 5 }],
    });
  });

  it.each([
    ["limit=0", "invalid_value"],
    ["limit=x", "invalid_type"],
    ["cursor=x", "invalid_cursor"],
    [`cursor=${Buffer.from('{"d":"n","k":["2026-01-01","1"]}').toString("base64url")}`, "invalid_cursor"],
    ["date_from=yesterday", "invalid_date"],
    ["user_id=somebody", "unknown_field"],
    ["mood=a&mood=b", "invalid_type"],
  ])("refuses %s", async (query, code) => {
    const response = await ada.request("GET", `/api/journal?${query}`);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe(code);
  });
});

describe("the service", () => {
  it("is asked for the documents of all entries of a page at once, of this user only", async () => {
    const [one, two] = [await write({ text: "one" }), await write({ text: "two" })];
    const { id: user } = ada.account;
    const id = "00000000-0000-4000-8000-000000000001";
    const results = [
      { id, user_id: user, source_id: one.id, embedding_status: "completed" },
      { id, user_id: "somebody else", source_id: two.id, embedding_status: "completed" },
    ];
    backend.service.on("GET /api/v1/documents/", () => ({ json: { results } }));
    const before = backend.service.asked.length;
    const { results: shown } = await bodyOf(JournalList, await ada.request("GET", "/api/journal"));
    expect(shown.map(({ document }) => document)).toEqual([null, { id, status: "completed" }]);
    const [asked, ...more] = backend.service.asked.slice(before);
    expect(more).toEqual([]);
    expect(asked?.query.get("user_id")).toBe(user);
    expect(asked?.query.get("source")).toBe("journal_entries");
    expect(asked?.query.getAll("source_id")).toEqual([two.id, one.id]);
  });

  it.each([
    ["answers 500", () => ({ status: 500 })],
    ["answers something else", () => ({ json: { hello: "world" } })],
  ])("does not fail the journal when it %s", async (_, route) => {
    backend.service.on("GET /api/v1/documents/", route);
    const entry = await write({ text: "one" });
    expect(entry.document).toBeNull();
    expect((await read(entry.id)).status).toBe(200);
  });

  it("is told of what was written, changed and deleted", async () => {
    const entry = await write({ text: "one" });
    await expect.poll(told).toContain(entry.id);
    const times = () => told().filter((id) => id === entry.id).length;
    const before = times();
    await ada.request("PATCH", `/api/journal/${entry.id}`, { text: "two" });
    await expect.poll(times).toBe(before + 1);
    await ada.request("DELETE", `/api/journal/${entry.id}`);
    await expect.poll(times).toBe(before + 2);
  });

  it("is told of it again when it failed, and of nothing that it refuses", async () => {
    let fail = 2;
    backend.service.on("POST /api/v1/sync/entries/", () => (fail-- > 0 ? { status: 503 } : { status: 202 }));
    const entry = await write({ text: "one" });
    await expect.poll(() => told().filter((id) => id === entry.id).length, { timeout: 20_000 }).toBe(3);
    backend.service.on("POST /api/v1/sync/entries/", () => ({ status: 400 }));
    const refused = await write({ text: "two" });
    await expect.poll(told).toContain(refused.id);
    backend.service.on("POST /api/v1/sync/entries/", () => ({ status: 202 }));
    const next = await write({ text: "three" });
    await expect.poll(told).toContain(next.id);
    expect(told().filter((id) => id === refused.id)).toHaveLength(1);
  });

  it("may be away altogether: entries are kept, and it is told when it is back", async () => {
    await backend.service.stop();
    const entry = await write({ text: "one" });
    expect((await read(entry.id)).status).toBe(200);
    await backend.service.start();
    await expect.poll(told, { timeout: 20_000 }).toContain(entry.id);
  });
});

it("wants somebody who is signed in", async () => {
  for (const path of ["/api/journal", "/api/journal/x", "/api/journal/vocabulary", "/api/sample"]) {
    expect((await fetch(backend.address + path)).status).toBe(401);
  }
});

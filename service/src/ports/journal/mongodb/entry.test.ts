import { Binary, Decimal128, Long, ObjectId, UUID } from "mongodb";
import { describe, expect, test } from "vitest";
import { EnvReader } from "../../../env-reader.ts";
import type { JournalEntries } from "../journal.ts";
import { readMongoConfig } from "./config.ts";
import { addEntry, projectionOf } from "./entry.ts";

const { fields } = readMongoConfig(new EnvReader({}));
const T = new Date("2026-01-31T08:00:00.000Z");

function map(found: object, env: Record<string, string> = {}): JournalEntries {
  const result: JournalEntries = { entries: [], rejected: [] };
  const own = Object.keys(env).length > 0 ? readMongoConfig(new EnvReader(env)).fields : fields;
  addEntry(result, own, { _id: "id", userId: "ada", content: "text", ...found });
  return result;
}

describe("an entry of MongoDB", () => {
  test.each([
    [new ObjectId("6b04b797a2480220fcd744b5"), "6b04b797a2480220fcd744b5"],
    [new UUID("09f9d0af-2992-47d3-ab62-5de3c41b61cd"), "09f9d0af-2992-47d3-ab62-5de3c41b61cd"],
    ["own-id", "own-id"],
    [7, "7"],
    [Long.fromString("9007199254740993"), "9007199254740993"],
  ])("has %s as its id or user, in text", (value, text) => {
    expect(map({ _id: value, userId: value }).entries[0]).toMatchObject({ id: text, userId: text });
  });

  test("takes the first field that is there", () => {
    const found = { userId: null, user: "bob", content: undefined, text: "other", entryDate: "2026-01-30" };
    expect(map(found).entries[0]).toMatchObject({
      userId: "bob",
      text: "other",
      entryDate: new Date("2026-01-30"),
    });
  });

  test("takes fields from where the settings say, deep ones too", () => {
    const env = { MONGODB_FIELD_TEXT: "body.plain, body.html", MONGODB_FIELD_USER: "author.id" };
    const found = { author: { id: "eve" }, body: { html: "<p>deep</p>" } };
    expect(map(found, env).entries[0]).toMatchObject({ userId: "eve", text: "<p>deep</p>" });
  });

  test("is dated by its own date, else by createdAt, else by its ObjectId", () => {
    const id = ObjectId.createFromTime(T.getTime() / 1000);
    const day = new Date("2025-12-24");
    expect(map({ _id: id, createdAt: day, date: T }).entries[0]?.entryDate).toEqual(T);
    expect(map({ _id: id, createdAt: day }).entries[0]?.entryDate).toEqual(day);
    expect(map({ _id: id }).entries[0]?.entryDate).toEqual(T);
    expect(map({}).entries[0]?.entryDate).toBeNull();
  });

  test("keeps mood and tags, and leaves out what is empty", () => {
    const { entries } = map({ mood: "calm", tags: ["sea"], title: "At the sea" });
    expect(entries[0]).toMatchObject({ title: "At the sea", metadata: { mood: "calm", tags: ["sea"] } });
    expect(map({ mood: "", tags: [], title: null }).entries[0]).toMatchObject({ title: "", metadata: {} });
  });

  test.each([
    [{ _id: { a: 1 } }, '{"id":{"a":{"$numberInt":"1"}}}', "its _id is no ObjectId, text, number or UUID"],
    [{ _id: Decimal128.fromString("1") }, undefined, "its _id is no ObjectId, text, number or UUID"],
    [{ _id: new Binary(Buffer.alloc(16), 3) }, undefined, "its _id is no ObjectId, text, number or UUID"],
    [{ userId: undefined }, "id", "it has no userId or user"],
    [{ userId: {} }, "id", "userId is no ObjectId, text, number or UUID"],
    [{ content: undefined }, "id", "it has no content or text"],
    [{ content: { ops: [] } }, "id", "content is not text"],
    [{ title: 5 }, "id", "title is not text"],
    [{ mood: { label: "calm" } }, "id", "mood is neither text nor a number"],
    [{ mood: Number.NaN }, "id", "mood is neither text nor a number"],
    [{ tags: ["a", 5] }, "id", "tags is not a list of texts"],
    [{ date: "yesterday" }, "id", "date is not a date"],
    [{ date: 1_700_000_000 }, "id", "date is not a date"],
    [{ date: "2026-02-30" }, "id", "date is not a date"],
    [{ createdAt: new Date(Number.NaN) }, "id", "createdAt is a date outside the years 1 to 9999"],
    [
      { createdAt: new Date("+012026-01-01T00:00:00Z") },
      "id",
      "createdAt is a date outside the years 1 to 9999",
    ],
  ])("%j is rejected", (found, id, reason) => {
    const { entries, rejected } = map(found);
    expect(entries).toEqual([]);
    expect(rejected).toEqual([{ id: id ?? expect.any(String), reason }]);
  });

  test("is asked for only what is needed, and no path beside its parent", () => {
    const env = { MONGODB_FIELD_TEXT: "body,body.plain", MONGODB_FIELD_TITLE: "bodyTitle" };
    const projection = projectionOf(readMongoConfig(new EnvReader(env)).fields);
    expect(Object.keys(projection).sort()).toEqual(
      [
        "_id",
        "body",
        "bodyTitle",
        "createdAt",
        "date",
        "entryDate",
        "mood",
        "tags",
        "updatedAt",
        "user",
        "userId",
      ].sort(),
    );
  });
});

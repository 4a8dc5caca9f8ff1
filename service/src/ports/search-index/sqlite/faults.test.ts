import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { CosmicError } from "../../../errors.ts";
import { toCosmicError } from "./faults.ts";

function faultOf(act: () => void): unknown {
  try {
    act();
  } catch (fault) {
    return fault;
  }
  throw new Error("this was meant to fail");
}

test("a full database is full storage", () => {
  using database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE t (x); PRAGMA max_page_count = 5");
  const fault = faultOf(() => database.exec("INSERT INTO t VALUES (zeroblob(1000000))"));
  expect(toCosmicError(fault, "It")).toMatchObject({ code: "storage_full", cause: fault });
});

test("a write that is not allowed is read-only storage", () => {
  using database = new DatabaseSync(":memory:");
  database.exec("PRAGMA query_only = ON");
  const fault = faultOf(() => database.exec("CREATE TABLE t (x)"));
  expect(toCosmicError(fault, "It")).toMatchObject({ code: "storage_read_only" });
});

test("anything else says how to rebuild the index", () => {
  using database = new DatabaseSync(":memory:");
  const fault = faultOf(() => database.exec("SELECT * FROM missing"));
  const error = toCosmicError(fault, "It");
  expect(error.code).toBe("index_unavailable");
  expect(error.message).toContain("cosmic recreate-index");
});

test("an error that says what to do already is kept", () => {
  const error = new CosmicError("dimension_mismatch", "no");
  expect(toCosmicError(error, "It")).toBe(error);
});

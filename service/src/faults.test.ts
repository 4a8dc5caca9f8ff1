import { Writable } from "node:stream";
import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { CosmicError } from "./errors.ts";
import { faultReason, toCosmicError } from "./faults.ts";
import { createLog } from "./log.ts";

const SECRET = "what the writer wrote";
const driverError = (code: string, message: string) =>
  Object.assign(new Error(message), { code, detail: SECRET });
const queryError = (code: string, message: string) =>
  new DrizzleQueryError("INSERT …", [SECRET], driverError(code, message));

describe("faults", () => {
  it.each([
    [queryError("53100", "could not extend file: No space left on device"), "storage_full"],
    [driverError("ENOSPC", "no space"), "storage_full"],
    [queryError("25006", "cannot execute INSERT in a read-only transaction"), "storage_read_only"],
    [driverError("EROFS", "read-only file system"), "storage_read_only"],
    [driverError("ECONNREFUSED", "connect refused"), "database_unavailable"],
    [new Error("Connection terminated unexpectedly"), "database_unavailable"],
    [queryError("57P01", "terminating connection"), "database_unavailable"],
    [new AggregateError([driverError("ECONNREFUSED", "::1")]), "database_unavailable"],
    [new Error("whatever"), "internal"],
    ["not even an error", "internal"],
    [new CosmicError("conflict", "as it was"), "conflict"],
  ])("gives every fault a code: %s", (fault, code) => {
    expect(toCosmicError(fault).code).toBe(code);
  });

  it("never tells what was in a query", () => {
    const fault = queryError("23514", "a constraint was violated");
    expect(faultReason(fault)).toBe("a constraint was violated");
    let written = "";
    const log = createLog(
      { level: "info", pretty: false },
      new Writable({
        write(chunk, _encoding, done) {
          written += chunk;
          done();
        },
      }),
    );
    log.error({ err: fault }, "it failed");
    expect(JSON.parse(written)).toMatchObject({
      err: { code: "23514", message: "a constraint was violated" },
    });
    expect(written).not.toContain(SECRET);
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../src/db/open.ts";
import { syncState } from "../../src/db/schema.ts";

export interface DatabaseUnderTest {
  database: Database;
  dispose(): Promise<void>;
}

/** What both engines must do. */
export function databaseContract(name: string, open: () => Promise<DatabaseUnderTest>): void {
  describe(`the database on ${name}`, () => {
    let under: DatabaseUnderTest;
    let database: Database;
    beforeEach(async () => {
      under = await open();
      database = under.database;
      await database.alone(() => database.migrate());
    });
    afterEach(() => under.dispose());

    const count = async () => (await database.orm.select().from(syncState)).length;

    test("a second migration does nothing", async () => {
      await database.orm.insert(syncState).values({ source: "kept" });
      await database.alone(() => database.migrate());
      expect(await count()).toBe(1);
    });

    test("a transaction that fails leaves nothing behind", async () => {
      const failing = database.orm.transaction(async (tx) => {
        await tx.insert(syncState).values({ source: "lost" });
        throw new Error("on purpose");
      });
      await expect(failing).rejects.toThrow("on purpose");
      expect(await count()).toBe(0);
    });

    test("transactions side by side do not see each other's half", async () => {
      const writers = Array.from({ length: 20 }, (_, i) =>
        database.orm.transaction(async (tx) => {
          await tx.insert(syncState).values({ source: `s${i}`, cursorId: "half" });
          await sleep(2);
          if (i % 5 === 0) throw new Error("on purpose");
          await tx
            .update(syncState)
            .set({ cursorId: "whole" })
            .where(eq(syncState.source, `s${i}`));
        }),
      );
      await Promise.allSettled(writers);
      const rows = await database.orm.select().from(syncState);
      expect(rows).toHaveLength(16);
      expect(rows.every((row) => row.cursorId === "whole")).toBe(true);
    });

    test("a statement that the server refuses says why, and the next one works", async () => {
      await expect(database.orm.execute(sql`SELECT nothing FROM nowhere`)).rejects.toThrow();
      expect(await count()).toBe(0);
    });

    test("leads until it is told to stop", async () => {
      const stopping = new AbortController();
      const { promise: begun, resolve } = Promise.withResolvers<void>();
      const leading = database.lead(async (signal) => {
        resolve();
        await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
      }, stopping.signal);
      await begun;
      stopping.abort();
      await leading;
    });

    test("does not begin what is over already", async () => {
      let begun = false;
      await database.lead(async () => {
        begun = true;
      }, AbortSignal.abort());
      expect(begun).toBe(false);
    });

    test("what goes wrong in the leader's work is not hidden", async () => {
      const leading = database.lead(async () => {
        throw new Error("on purpose");
      }, new AbortController().signal);
      await expect(leading).rejects.toThrow("on purpose");
    });

    test("names its version", async () => {
      expect(await database.version()).toMatch(/PostgreSQL \d+/);
    });
  });
}

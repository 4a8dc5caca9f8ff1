import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Database, Db } from "../../src/db/open.ts";
import { events } from "../../src/db/schema.ts";
import { type Batch, createEventFeed, type EventFeed } from "../../src/events/feed.ts";
import { fromCursor } from "../../src/events/place.ts";
import { readEvents, readWindow } from "../../src/events/read.ts";
import { type DocumentIdentity, recordDocuments, recordEvents } from "../../src/events/record.ts";
import { deleteOld } from "../../src/events/tidy.ts";
import { createLog } from "../../src/log.ts";

const log = createLog({ level: "silent", pretty: false });

export interface EventsUnderTest {
  /** Migrated and without events. */
  database: Database;
  /** As another process would open it; the same one where there can be no other. */
  other: Database;
  dispose(): Promise<void>;
}

/** What who follows events relies on, whichever database they are in. */
export function eventsContract(name: string, open: () => Promise<EventsUnderTest>): void {
  async function opened(): Promise<EventsUnderTest> {
    const it = await open();
    onTestFinished(() => it.dispose());
    return it;
  }

  describe(`events on ${name}`, () => {
    test("of many writers at once, some of whom give up, reach every process once each and in one order", async () => {
      const { database, other } = await opened();
      const followers = [await follow(database), await follow(other)];
      const written = await Promise.all(
        Array.from({ length: 12 }, async (_, writer) => {
          const own: string[] = [];
          for (let i = 0; i < 25; i++) {
            const documents = Array.from({ length: 1 + (i % 3) }, () => document(`user ${writer}`));
            const abandon = i % 5 === 4;
            await (writer % 2 ? database : other).orm
              .transaction(async (tx) => {
                await recordDocuments(tx, "completed", documents);
                // Others come in between the record and its commit.
                await sleep(Math.random() * 4);
                if (abandon) throw new Error("given up");
              })
              .catch(() => {});
            if (!abandon) own.push(...documents.map(({ id }) => id));
          }
          return own;
        }),
      );
      const ids = written.flat();
      for (const { told } of followers) {
        await expect.poll(() => told().length, { timeout: 60_000 }).toBeGreaterThanOrEqual(ids.length);
        expect(told().toSorted()).toEqual(ids.toSorted());
      }
      expect(followers[0]?.told()).toEqual(followers[1]?.told());
      // Each writer's own, in the order in which it wrote them.
      for (const own of written) {
        const members = new Set(own);
        expect(followers[0]?.told().filter((id) => members.has(id))).toEqual(own);
      }
    });

    test("a transaction that takes long holds back later ones, so that none is passed by", async () => {
      const { database, other } = await opened();
      const { told } = await follow(database);
      const [slow, quick] = [document("ada"), document("ada")];
      const holding = Promise.withResolvers<void>();
      const recorded = Promise.withResolvers<void>();
      const first = database.orm.transaction(async (tx) => {
        await recordDocuments(tx, "pending", [slow]);
        recorded.resolve();
        await holding.promise;
      });
      await recorded.promise;
      const second = other.orm.transaction((tx) => recordDocuments(tx, "pending", [quick]));
      if (database !== other) await expect.poll(() => waiters(database.orm), { timeout: 60_000 }).toBe(1);
      expect(told()).toEqual([]);
      holding.resolve();
      await Promise.all([first, second]);
      await expect.poll(told, { timeout: 60_000 }).toEqual([slow.id, quick.id]);
    });

    test("that were rolled back are never told", async () => {
      const { database } = await opened();
      const { told } = await follow(database);
      const kept = document("ada");
      const broken = database.orm.transaction(async (tx) => {
        await recordDocuments(tx, "deleted", [document("ada")]);
        throw new Error("broken");
      });
      await expect(broken).rejects.toThrow("broken");
      await recordDocuments(database.orm, "deleted", [kept]);
      await expect.poll(told, { timeout: 60_000 }).toEqual([kept.id]);
    });

    test("too old are deleted, but for the last, which tells how far they have come", async () => {
      const { database } = await opened();
      expect(await readWindow(database.orm)).toEqual({ first: 0, next: 1 });
      const rows = Array.from({ length: 2_500 }, (_, i) => ({
        userId: null,
        kind: "model" as const,
        payload: { index: String(i), model: "m" },
      }));
      await recordEvents(database.orm, rows);
      expect(await deleteOld(database, 3600)).toBe(0);
      await database.orm.update(events).set({ at: sql`now() - interval '2 hours'` });
      const [last] = (await readEvents(database.orm, { first: 0, limit: 3_000 })).slice(-1);
      expect(await deleteOld(database, 3600)).toBe(2_499);
      const id = last?.id ?? 0;
      expect(await readWindow(database.orm)).toEqual({ first: id, next: id + 1 });
      await recordEvents(database.orm, rows.slice(0, 1));
      expect(await deleteOld(database, 3600)).toBe(1);
    });

    test("that were deleted unread are said to be lost, and later ones are told", async () => {
      const { database } = await opened();
      const { told, lost } = await follow(database, 0);
      await database.orm.transaction(async (tx) => {
        await recordDocuments(tx, "pending", [document("ada"), document("ben")]);
        await tx.execute(sql`DELETE FROM events WHERE user_id = 'ada'`);
      });
      await expect.poll(() => lost.length, { timeout: 60_000 }).toBe(1);
      const later = document("ada");
      await recordDocuments(database.orm, "pending", [later]);
      await expect.poll(() => told().at(-1), { timeout: 60_000 }).toBe(later.id);
    });

    test("are kept by user, and a hundred documents a row", async () => {
      const { database } = await opened();
      const documents = Array.from({ length: 250 }, (_, i) => document(i % 2 ? "ada" : "ben"));
      await recordDocuments(database.orm, "pending", documents);
      const rows = await readEvents(database.orm, { first: 0, limit: 100 });
      expect(rows.map((row) => row.userId).toSorted()).toEqual(["ada", "ada", "ben", "ben"]);
      const hers = await readEvents(database.orm, { first: 0, limit: 100 }, { userId: "ada" });
      expect(hers).toHaveLength(2);
      const jobs = await readEvents(database.orm, { first: 0, limit: 100 }, { types: ["job"] });
      expect(jobs).toHaveLength(0);
    });
  });
}

const document = (userId: string): DocumentIdentity => ({
  id: randomUUID(),
  userId,
  source: "test",
  sourceId: null,
});

/** Who waits for their turn to record something. */
async function waiters(db: Db): Promise<number> {
  const waiting = sql`pg_locks WHERE locktype = 'advisory' AND NOT granted`;
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(waiting);
  return row?.count ?? 0;
}

/** @param keepMs 0 to look for a gap at every reading */
async function follow(database: Database, keepMs = 600_000) {
  const feed: EventFeed = createEventFeed(database, log, keepMs);
  onTestFinished(() => feed[Symbol.asyncDispose]());
  const batches: Batch[] = [];
  const lost: number[] = [];
  const receiver = {
    receive: (batch: Batch) => void batches.push(batch),
    lost: ({ row }: { row: number }) => void lost.push(row),
  };
  expect(feed.join(await feed.place(), receiver)).toBe(true);
  const texts = () => batches.flatMap(({ messages }) => messages.map(({ text }) => JSON.parse(String(text))));
  return {
    lost,
    told: () => {
      const all = texts();
      const rows = all.map(({ cursor }) => fromCursor(cursor).row);
      expect(rows).toEqual(rows.toSorted((a, b) => a - b));
      return all.map(({ document_id }): string => document_id);
    },
  };
}

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Entry, NewEntry } from "../../src/stores/journal.ts";
import type { AccountRecord, Store } from "../../src/stores/store.ts";

export interface OpenedStore {
  store: Store;
  dispose(): Promise<void>;
}

const day = (number: number) => new Date(Date.UTC(2026, 0, number, 8, 15, 0, 123));
const NOW = day(31);

const newEntry = (more: Partial<NewEntry> = {}): NewEntry => ({
  title: "A walk",
  text: "To the river and back.",
  mood: "calm",
  tags: ["river"],
  entryDate: day(1),
  createdAt: NOW,
  ...more,
});

/** What every adapter of the store has to do. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`store on ${name}`, () => {
    let opened: OpenedStore;
    let store: Store;
    let ada: AccountRecord;
    let bob: AccountRecord;

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
      await store.prepare();
    });
    afterAll(() => opened?.dispose());

    const account = async () => {
      const added = await store.accounts.add({
        email: `${randomUUID()}@example.org`,
        name: "Somebody",
        passwordHash: "hash",
        createdAt: NOW,
      });
      if (!added) throw new Error("the account was not added");
      return added;
    };
    const add = async (more: Partial<NewEntry> = {}, user = ada): Promise<Entry> => {
      const [added] = await store.journal.add(user.id, [newEntry(more)]);
      if (!added) throw new Error("the entry was not added");
      return added;
    };
    const page = { backwards: false, limit: 100 };

    beforeEach(async () => {
      [ada, bob] = await Promise.all([account(), account()]);
    });

    it("can be prepared again, and answers", async () => {
      await store.prepare();
      await store.check();
      expect(store.source).not.toBe("");
    });

    describe("accounts", () => {
      it("are found by id and by address, as they were added", async () => {
        expect(await store.accounts.find(ada.id)).toEqual(ada);
        expect(await store.accounts.findByEmail(ada.email)).toEqual(ada);
        expect(ada).toMatchObject({ name: "Somebody", createdAt: NOW, erasingSince: null });
        expect(await store.accounts.findByEmail("nobody@example.org")).toBeUndefined();
        for (const id of ["", "nobody", randomUUID(), "0123456789abcdef01234567"]) {
          expect(await store.accounts.find(id)).toBeUndefined();
        }
      });

      it("have each an address of their own, also when two are added at once", async () => {
        const email = `${randomUUID()}@example.org`;
        const twice = await Promise.all(
          ["one", "two"].map((passwordHash) =>
            store.accounts.add({ email, name: "", passwordHash, createdAt: NOW }),
          ),
        );
        expect(twice.filter((it) => it !== undefined)).toHaveLength(1);
      });

      it("take another password", async () => {
        await store.accounts.setPasswordHash(ada.id, "another");
        expect(await store.accounts.find(ada.id)).toEqual({ ...ada, passwordHash: "another" });
        expect(await store.accounts.find(bob.id)).toEqual(bob);
      });

      it("remember since when they are being erased, until they are gone", async () => {
        await store.accounts.beginErasing(ada.id, day(1));
        await store.accounts.beginErasing(ada.id, day(2));
        expect((await store.accounts.find(ada.id))?.erasingSince).toEqual(day(1));
        expect(await store.accounts.erasing(day(1))).not.toContain(ada.id);
        expect(await store.accounts.erasing(day(2))).toContain(ada.id);
        expect(await store.accounts.erasing(day(2))).not.toContain(bob.id);
        await store.accounts.remove(ada.id);
        await store.accounts.remove(ada.id);
        expect(await store.accounts.find(ada.id)).toBeUndefined();
        expect(await store.accounts.erasing(day(2))).not.toContain(ada.id);
      });
    });

    describe("sessions", () => {
      const begin = async (user: AccountRecord, expiresAt = day(2)) => {
        const session = { tokenHash: randomUUID(), accountId: user.id, expiresAt };
        await store.sessions.add(session);
        return session;
      };
      const isThere = async ({ tokenHash }: { tokenHash: string }, now = day(1)) =>
        (await store.sessions.find(tokenHash, now)) !== undefined;

      it("are found until they expire, and longer once extended", async () => {
        const session = await begin(ada);
        expect(await store.sessions.find(session.tokenHash, day(1))).toEqual(session);
        expect(await isThere(session, day(2))).toBe(false);
        await store.sessions.extend(session.tokenHash, day(3));
        expect(await store.sessions.find(session.tokenHash, day(2))).toEqual({
          ...session,
          expiresAt: day(3),
        });
        expect(await isThere({ tokenHash: "unknown" })).toBe(false);
      });

      it("end one by one, all but one, or all of an account", async () => {
        const sessions = await Promise.all([begin(ada), begin(ada), begin(ada), begin(bob)]);
        const [first, second, third, other] = sessions;
        await store.sessions.remove(first.tokenHash);
        expect(await Promise.all(sessions.map((it) => isThere(it)))).toEqual([false, true, true, true]);
        await store.sessions.removeOf(ada.id, second.tokenHash);
        expect(await Promise.all([second, third, other].map((it) => isThere(it)))).toEqual([
          true,
          false,
          true,
        ]);
        await store.sessions.removeOf(ada.id);
        expect(await Promise.all([second, other].map((it) => isThere(it)))).toEqual([false, true]);
      });

      it("are cleared away when they have expired", async () => {
        const [old, young] = await Promise.all([begin(ada, day(2)), begin(ada, day(4))]);
        await store.sessions.removeExpired(day(3));
        expect(await isThere(old)).toBe(false);
        expect(await isThere(young)).toBe(true);
      });
    });

    describe("the journal", () => {
      it("gives back what was added, to its user only", async () => {
        const entry = await add({ title: "Zoë", mood: null, tags: [], entryDate: day(3) });
        expect(entry).toMatchObject({
          userId: ada.id,
          ...newEntry({ title: "Zoë", mood: null, tags: [], entryDate: day(3) }),
          updatedAt: NOW,
          sample: false,
        });
        expect(await store.journal.find(ada.id, entry.id)).toEqual(entry);
        expect(await store.journal.find(bob.id, entry.id)).toBeUndefined();
        expect(await store.journal.list(bob.id, {}, page)).toEqual([]);
        for (const id of [
          "",
          "unknown",
          randomUUID(),
          "0123456789abcdef01234567",
          entry.id.replace(/.$/, ""),
        ]) {
          expect(await store.journal.find(ada.id, id)).toBeUndefined();
        }
      });

      it("lists by day, newest first, each entry once in pages of any size and in both directions", async () => {
        const days = [5, 1, 3, 3, 3, 2, 4];
        for (const number of days) await add({ title: String(number), entryDate: day(number) });
        await add({}, bob);
        const all = await store.journal.list(ada.id, {}, page);
        expect(all.map(({ title }) => title)).toEqual(["5", "4", "3", "3", "3", "2", "1"]);
        expect(await store.journal.count(ada.id, {})).toBe(days.length);
        for (const backwards of [false, true]) {
          const read: Entry[] = [];
          for (let last: Entry | undefined, first = true; first || last; first = false) {
            const next = await store.journal.list(
              ada.id,
              {},
              { ...(last && { from: last }), backwards, limit: 2 },
            );
            read.push(...next);
            last = next.at(-1);
          }
          expect(backwards ? read.reverse() : read).toEqual(all);
        }
      });

      it("filters by dates, both included, by mood and by tag", async () => {
        await add({ title: "a", entryDate: day(1), mood: "calm", tags: ["river", "walk"] });
        await add({ title: "b", entryDate: day(2), mood: "sad", tags: ["walk"] });
        await add({ title: "c", entryDate: day(3), mood: null, tags: [] });
        const titles = async (filter: Parameters<Store["journal"]["list"]>[1]) => {
          const found = await store.journal.list(ada.id, filter, page);
          expect(await store.journal.count(ada.id, filter)).toBe(found.length);
          return found.map(({ title }) => title).join("");
        };
        expect(await titles({ from: day(2) })).toBe("cb");
        expect(await titles({ to: day(2) })).toBe("ba");
        expect(await titles({ from: day(2), to: day(2) })).toBe("b");
        expect(await titles({ mood: "calm" })).toBe("a");
        expect(await titles({ tag: "walk" })).toBe("ba");
        expect(await titles({ tag: "walk", mood: "sad" })).toBe("b");
        expect(await titles({ tag: '"] || true' })).toBe("");
        expect(await titles({ mood: "wal" })).toBe("");
      });

      it("replaces an entry only if nobody has changed it meanwhile", async () => {
        const entry = await add();
        const changed = {
          ...entry,
          text: "And again.",
          mood: null,
          tags: ["x"],
          entryDate: day(9),
          updatedAt: day(32),
        };
        expect(await store.journal.replace(changed, entry.updatedAt)).toBe(true);
        expect(await store.journal.find(ada.id, entry.id)).toEqual(changed);
        expect(await store.journal.replace({ ...changed, text: "too late" }, entry.updatedAt)).toBe(false);
        expect(await store.journal.replace({ ...changed, userId: bob.id }, changed.updatedAt)).toBe(false);
        expect(await store.journal.find(ada.id, entry.id)).toEqual(changed);
        await store.journal.remove(ada.id, entry.id);
        expect(await store.journal.replace(changed, changed.updatedAt)).toBe(false);
      });

      it("removes an entry of its user only, and once", async () => {
        const entry = await add();
        expect(await store.journal.remove(bob.id, entry.id)).toBe(false);
        expect(await store.journal.remove(ada.id, "unknown")).toBe(false);
        expect(await store.journal.remove(ada.id, entry.id)).toBe(true);
        expect(await store.journal.remove(ada.id, entry.id)).toBe(false);
        expect(await store.journal.find(ada.id, entry.id)).toBeUndefined();
      });

      it("counts moods and tags of its user, most used first", async () => {
        await add({ mood: "calm", tags: ["walk", "river"] });
        await add({ mood: "sad", tags: ["walk"] });
        await add({ mood: "sad", tags: [] });
        for (let i = 0; i < 4; i++) await add({ mood: null, tags: [] });
        await add({ mood: "angry", tags: ["other"] }, bob);
        expect(await store.journal.vocabulary(ada.id)).toEqual({
          moods: [
            { value: "sad", count: 2 },
            { value: "calm", count: 1 },
          ],
          tags: [
            { value: "walk", count: 2 },
            { value: "river", count: 1 },
          ],
        });
      });

      it("removes all that a user has, and nothing of another", async () => {
        await add();
        await add({ sampleId: "one" });
        const other = await add({}, bob);
        await store.journal.removeAll(ada.id);
        expect(await store.journal.count(ada.id, {})).toBe(0);
        expect(await store.journal.countSamples(ada.id)).toBe(0);
        expect(await store.journal.find(bob.id, other.id)).toEqual(other);
      });
    });

    describe("samples", () => {
      const samples = ["one", "two", "three"].map((sampleId) => newEntry({ title: sampleId, sampleId }));

      it("are added once, to each user, and are known as such", async () => {
        expect(await store.journal.add(ada.id, samples.slice(0, 2))).toHaveLength(2);
        const added = await store.journal.add(ada.id, samples);
        expect(added).toMatchObject([{ title: "three", sample: true }]);
        expect(await store.journal.add(ada.id, samples)).toEqual([]);
        expect(await store.journal.countSamples(ada.id)).toBe(3);
        expect(await store.journal.countSamples(bob.id)).toBe(0);
        expect(await store.journal.add(bob.id, samples)).toHaveLength(3);
        const listed = await store.journal.list(ada.id, {}, page);
        expect(listed.map(({ sample }) => sample)).toEqual([true, true, true]);
        expect(await store.journal.find(ada.id, added[0]?.id ?? "")).toEqual(added[0]);
      });

      it("are removed without what the user wrote, or made of a sample", async () => {
        const own = await add({ title: "own" });
        const [first, second, third] = await store.journal.add(ada.id, samples);
        await store.journal.add(bob.id, samples);
        if (!first || !second || !third) throw new Error("no samples");
        await store.journal.replace({ ...first, title: "mine now", updatedAt: day(33) }, first.updatedAt);
        const removed = await store.journal.removeSamples(ada.id);
        expect(removed.sort()).toEqual([second.id, third.id].sort());
        const left = await store.journal.list(ada.id, {}, page);
        expect(left.map(({ title, sample }) => ({ title, sample }))).toEqual(
          expect.arrayContaining([
            { title: "mine now", sample: false },
            { title: "own", sample: false },
          ]),
        );
        expect(left).toHaveLength(2);
        expect(await store.journal.find(ada.id, own.id)).toEqual(own);
        expect(await store.journal.countSamples(bob.id)).toBe(3);
        // The changed one is not added again beside itself.
        expect(await store.journal.add(ada.id, samples)).toHaveLength(2);
      });
    });
  });
}

import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../../src/context.ts";
import { changeTheme } from "../../src/patterns/changing/change-theme.ts";
import { mergeTheme } from "../../src/patterns/changing/merge-theme.ts";
import { joinThemes } from "../../src/patterns/joining/join-themes.ts";
import { readPatterns } from "../../src/patterns/reading/patterns.ts";
import { readPrevious } from "../../src/patterns/runs/read-previous.ts";
import { findJob, requestRun } from "../../src/patterns/runs/request-run.ts";
import { runThemes } from "../../src/patterns/runs/run-themes.ts";
import { scheduleRuns } from "../../src/patterns/runs/schedule-runs.ts";
import { themeDocuments, themeRuns, themes } from "../../src/patterns/tables.ts";
import { themeStore } from "../../src/users/erasure/theme-store.ts";
import { find, joinAll, openThemes, remove, rewrite, themeOf, unwatched, write } from "./themes.fixture.ts";

const SOME = { topics: 4, perTopic: 12, stray: 3 };

/** What themes have to do on every database. */
export function themesContract(name: string, settings: () => Promise<Record<string, string>>): void {
  describe(`themes on ${name}`, () => {
    let context: Context;
    let dispose: () => Promise<void>;
    beforeAll(async () => {
      ({ context, dispose } = await openThemes(await settings()));
    });
    afterAll(() => dispose?.());

    it("are found, stored, and the same in the next run", async () => {
      const documents = await write(context, "found", SOME, "calm");
      const first = await find(context, "found");
      expect(first).toMatchObject({
        state: "found",
        documents: 51,
        changed_since: 0,
        job: { state: "waiting" },
      });
      expect(first.themes.map(({ documents: size }) => size)).toEqual([12, 12, 12, 12]);
      expect(first.themes.every(({ change }) => change === "new")).toBe(true);
      expect(first.outliers).toBe(3);
      expect(first.groups.flatMap((group) => group.themes).sort()).toEqual(
        first.themes.map(({ id }) => id).sort(),
      );

      const map = await themeOf(context, "found");
      expect([...map.keys()].sort()).toEqual(documents.map(({ id }) => id).sort());
      for (let topic = 0; topic < 4; topic++) {
        const own = documents.filter((document) => document.topic === topic);
        expect(new Set(own.map(({ id }) => map.get(id))).size).toBe(1);
      }
      const calm = first.themes.find(({ id }) => id === map.get(documents[0]?.id ?? ""));
      expect(calm?.moods).toMatchObject([]);

      const second = await find(context, "found");
      expect(second.themes.map(({ id, change }) => [id, change])).toEqual(
        first.themes.map(({ id }) => [id, "kept"]),
      );
      expect(await themeOf(context, "found")).toEqual(map);
    });

    it("are not looked for in fewer documents than it takes", async () => {
      await write(context, "few", { topics: 1, perTopic: 19 });
      const few = await find(context, "few");
      expect(few).toMatchObject({ state: "not_enough", documents: 19, themes: [], changed_since: 0 });
      await write(context, "few", { topics: 1, perTopic: 2, seed: 2 });
      expect((await readPatterns(context, "few")).changed_since).toBe(2);
      expect(await find(context, "few")).toMatchObject({ state: "found", documents: 21 });
    });

    it("are joined by new documents, changed ones too, and left by deleted ones", async () => {
      const documents = await write(context, "moving", SOME);
      await find(context, "moving");
      const map = await themeOf(context, "moving");
      const themeOfTopic = (topic: number) =>
        map.get(documents.find((document) => document.topic === topic)?.id ?? "");
      const sizeOf = async (topic: number) =>
        (await readPatterns(context, "moving")).themes.find(({ id }) => id === themeOfTopic(topic))
          ?.documents;

      const added = await write(context, "moving", { topics: 4, perTopic: 3, seed: 7 });
      expect((await readPatterns(context, "moving")).changed_since).toBe(0);
      await joinAll(context, added);
      await joinAll(context, added);
      const joined = await themeOf(context, "moving");
      const near = added.filter(({ id }) => joined.get(id) !== null);
      // Some are beyond the reach of what a dozen documents make.
      expect(near.length).toBeGreaterThanOrEqual(8);
      for (const { id, topic } of near) expect(joined.get(id)).toBe(themeOfTopic(topic));
      expect((await readPatterns(context, "moving")).changed_since).toBe(12);
      expect(await sizeOf(1)).toBe(12 + near.filter(({ topic }) => topic === 1).length);

      // It is now about what the last document was about.
      const [first] = documents;
      const last = documents.findLast(({ topic }) => topic === 3);
      await rewrite(context, "moving", first?.id ?? "", last?.id ?? "");
      await joinThemes(context, [first?.id ?? ""]);
      expect((await themeOf(context, "moving")).get(first?.id ?? "")).toBe(themeOfTopic(3));
      expect((await readPatterns(context, "moving")).changed_since).toBe(13);

      const before = await sizeOf(2);
      const gone = documents.filter(({ topic }) => topic === 2).slice(0, 5);
      await remove(context, [...gone, ...added.slice(0, 1)]);
      expect(await sizeOf(2)).toBe((before ?? 0) - 5);
      // The added one is as if it had never been there.
      expect((await readPatterns(context, "moving")).changed_since).toBe(13 + 5 - 1);
      const left = await placesOf("moving");
      expect(left.size).toBe(51 + 12 - 6);

      // Those that came later lie on the map beside what they are like.
      for (const { id, topic } of added.slice(1)) {
        const { x = 0, y = 0 } = left.get(id) ?? {};
        const distance = (other: string) =>
          Math.hypot((left.get(other)?.x ?? 9) - x, (left.get(other)?.y ?? 9) - y);
        const nearest = documents
          .slice(1)
          .toSorted((a, b) => distance(a.id) - distance(b.id))
          .slice(0, 3);
        expect(nearest.map((document) => document.topic)).toEqual([topic, topic, topic]);
      }
    });

    it("keep what the user said, over runs and while a theme is gone", async () => {
      const documents = await write(context, "said", SOME);
      const map = await find(context, "said").then(() => themeOf(context, "said"));
      const ofTopic = (topic: number) => documents.filter((document) => document.topic === topic);
      const idOf = (topic: number) => map.get(ofTopic(topic)[0]?.id ?? "") ?? "";
      await changeTheme(context, idOf(0), "said", { name: "Mornings" });
      await changeTheme(context, idOf(1), "said", { hidden: true });

      // As good as gone: none of its documents is left.
      await context.database.orm.execute(sql`
        UPDATE embedding_states SET status = 'failed'
        WHERE document_id IN (SELECT document_id FROM theme_documents WHERE theme_id = ${idOf(0)})`);
      const without = await find(context, "said");
      expect(without.themes.map(({ id }) => id)).not.toContain(idOf(0));
      expect(without.themes.find(({ id }) => id === idOf(1))).toMatchObject({ hidden: true, name: null });
      expect(without.gone).toEqual([{ id: idOf(0), label: "Mornings", into: null }]);
      expect((await find(context, "said")).gone).toEqual([]);
    });

    it("know a theme again whose documents were in none for a while", async () => {
      const documents = await write(context, "again", SOME);
      const before = await find(context, "again");
      const [theme] = before.themes;
      const id = theme?.id ?? "";
      await changeTheme(context, id, "again", { name: "Evenings" });
      // What a run leaves behind that found them to be outliers.
      await context.database.orm.execute(sql`
        UPDATE theme_documents SET theme_id = NULL, earlier_theme_id = ${id} WHERE theme_id = ${id}`);
      const remembered = async () =>
        (await readPrevious(context.database.orm, "again")).members.filter(({ themeId }) => themeId === id)
          .length;
      // While the theme is there, who has left it does not count for it.
      expect(await remembered()).toBe(0);
      await context.database.orm.delete(themes).where(eq(themes.id, id));
      expect(await remembered()).toBe(12);
      const after = await find(context, "again");
      expect(after.themes.find((it) => it.id === id)).toMatchObject({ name: "Evenings", documents: 12 });
      expect(documents).toHaveLength(after.documents);
    });

    it("merge, and merge again after each run, until that is taken back", async () => {
      await write(context, "merged", SOME);
      const [a, b, c] = (await find(context, "merged")).themes.map(({ id }) => id);
      if (!a || !b || !c) throw new Error("too few themes");
      expect(await mergeTheme(context, b, "merged", a)).toMatchObject({ id: a, documents: 24, merged: [b] });
      expect(await mergeTheme(context, c, "merged", b)).toMatchObject({ id: a, documents: 36 });
      const after = await find(context, "merged");
      expect(after.themes).toMatchObject([{ id: a, documents: 36 }, { documents: 12 }]);
      expect(after.groups.flatMap((group) => group.themes)).not.toContain(b);
      expect(new Set((await themeOf(context, "merged")).values())).not.toContain(b);

      await expect(mergeTheme(context, a, "merged", c)).rejects.toMatchObject({
        code: "conflict",
        field: "/into",
      });
      await expect(mergeTheme(context, a, "merged", a)).rejects.toMatchObject({ code: "invalid_value" });
      const nobody = "00000000-0000-4000-8000-000000000000";
      await expect(mergeTheme(context, a, "merged", nobody)).rejects.toMatchObject({
        code: "theme_not_found",
        field: "/into",
      });
      await expect(mergeTheme(context, a, "somebody", b)).rejects.toMatchObject({ code: "theme_not_found" });

      expect(await mergeTheme(context, b, "merged", null)).toMatchObject({
        id: b,
        documents: 24,
        merged: [c],
      });
      await mergeTheme(context, c, "merged", null);
      expect((await readPatterns(context, "merged")).themes.map((theme) => theme.documents)).toEqual([
        12, 12, 12, 12,
      ]);
    });

    it("begin a run that waits or works already only once", async () => {
      await write(context, "once", { topics: 1, perTopic: 20 });
      const [one, other] = await Promise.all([
        requestRun(context, "once", "asked"),
        requestRun(context, "once", "asked"),
      ]);
      expect(await requestRun(context, "once", "scheduled")).toBe(one);
      expect(other).toBe(one);
      await context.queue.cancel(one);
      expect(await requestRun(context, "once", "asked")).not.toBe(one);
    });

    it("write nothing of a run that is cancelled, or whose user was erased meanwhile", async () => {
      await write(context, "ended", SOME);
      await requestRun(context, "ended", "asked");
      const stopping = new AbortController();
      const cancelled = {
        signal: stopping.signal,
        progress: (done: number) => done > 50 && stopping.abort(new Error("cancelled")),
      };
      await expect(runThemes(context, { user_id: "ended" }, cancelled)).rejects.toThrow("cancelled");
      expect(await readPatterns(context, "ended")).toMatchObject({ state: "none", themes: [] });

      await find(context, "ended");
      const removed: object[] = [];
      const user = {
        id: "ended",
        signal: unwatched.signal,
        removed: async (counts: object) => void removed.push(counts),
        toBeRemoved: async () => {},
      };
      expect(await themeStore.count(context, "ended")).toBeGreaterThan(51);
      await themeStore.erase(context, user);
      expect(removed).toEqual([{ themes: 4 }]);
      expect(await themeStore.count(context, "ended")).toBe(0);
      expect(await runThemes(context, { user_id: "ended" }, unwatched)).toEqual({ state: "erased" });
      expect(await themeStore.count(context, "ended")).toBe(0);
    });

    it("leave out documents that were deleted while a run was under way, and join those that came", async () => {
      const documents = await write(context, "meanwhile", SOME);
      await requestRun(context, "meanwhile", "asked");
      let added: Awaited<ReturnType<typeof write>> = [];
      let changing: Promise<unknown> | undefined;
      const run = {
        signal: unwatched.signal,
        progress(done: number) {
          if (done < 5) return;
          changing ??= (async () => {
            await remove(context, documents.slice(0, 2));
            added = await write(context, "meanwhile", { topics: 4, perTopic: 1, seed: 5 });
          })();
        },
      };
      const found = runThemes(context, { user_id: "meanwhile" }, run);
      await found;
      await changing;
      await joinAll(context, added);
      const map = await themeOf(context, "meanwhile");
      // Also of what is not shown, because its document is gone, nothing is left.
      expect([...(await placesOf("meanwhile")).keys()].sort()).toEqual([...map.keys()].sort());
      expect(map.size).toBe(51 - 2 + 4);
      for (const { id } of added) expect(map.get(id)).not.toBeNull();
      expect((await readPatterns(context, "meanwhile")).changed_since).toBe(6);
    });

    it("of another index are out of date: nothing joins them, and a run is due", async () => {
      await write(context, "stale", SOME);
      await find(context, "stale");
      const { orm } = context.database;
      const longAgo = { requestedAt: new Date(0) };
      await orm
        .update(themeRuns)
        .set({ ...longAgo, indexId: "another" })
        .where(eq(themeRuns.userId, "stale"));
      const added = await write(context, "stale", { topics: 4, perTopic: 1, seed: 2 });
      await joinAll(context, added);
      expect((await themeOf(context, "stale")).size).toBe(51);
      await queueNone();
      await scheduleRuns(context, unwatched);
      expect(await queued()).toContain("stale");
    });

    it("are found by the clock for those who have enough, when enough has changed", async () => {
      const { orm } = context.database;
      await orm.execute(sql`DELETE FROM theme_runs`);
      await orm.execute(sql`DELETE FROM documents`);
      await write(context, "new", { topics: 2, perTopic: 10 });
      await write(context, "small", { topics: 1, perTopic: 19 });
      await write(context, "waiting", { topics: 2, perTopic: 12 });
      await write(context, "erased", { topics: 2, perTopic: 12 });
      await orm.execute(sql`
        INSERT INTO erasures (user_id, state, job_id, requested_at) VALUES ('erased', 'running', '', now())`);
      await find(context, "waiting");
      await joinAll(context, await write(context, "waiting", { topics: 2, perTopic: 5, seed: 2 }));
      await queueNone();
      expect(await scheduleRuns(context, unwatched)).toEqual({ due: 2, queued: 2 });
      expect(await queued()).toEqual(["new"]);
      // What was asked for is not asked for again, and an hour later enough has changed for the other.
      expect((await scheduleRuns(context, unwatched)).due).toBe(1);
      const later = new Date(Date.now() + 61 * 60_000);
      await scheduleRuns(context, unwatched, later);
      expect(await queued()).toEqual(["new", "waiting"]);
    });

    async function placesOf(userId: string) {
      const rows = await context.database.orm
        .select()
        .from(themeDocuments)
        .where(eq(themeDocuments.userId, userId));
      return new Map(rows.map((row) => [row.documentId, row]));
    }

    async function queueNone(): Promise<void> {
      for (const { id } of (await waitingJobs()).jobs) await context.queue.cancel(id);
    }

    async function queued(): Promise<string[]> {
      const { jobs } = await waitingJobs();
      return jobs.map(({ payload }) => Object.values(payload ?? {}).join()).sort();
    }

    const waitingJobs = () => context.queue.list({ name: findJob.name, state: "waiting", limit: 100 });
  });
}

import {
  BulkResult,
  type DocumentCreate,
  ErasureReceipt,
  PatternMap,
  Patterns,
  Problem,
  SyncAccepted,
  Theme,
  ThemeDetail,
  ThemeDocuments,
  UserExport,
} from "@cosmic/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sampleEntries } from "../../../sample/sample-entries.ts";
import { readEventsOf } from "./event-reader.ts";
import { bodyOf, startTestService, type TestService, until } from "./test-service.ts";
import { type Topic, topicEntries } from "./topic-entries.ts";

// One journal, and what happens to it in the order of the tests: to find themes takes a while.
let service: TestService;
beforeAll(async () => {
  service = await startTestService({ EMBEDDING_WORKERS: "2", THEMES_CRON: "0 0 1 1 *" });
});
afterAll(() => service?.stop());

const USER = "ada & co";
const user_id = encodeURIComponent(USER);
const get = (path: string) => service.request("GET", `/api/v1/patterns/${path}`);
const send = (method: string, path: string, body: object) =>
  service.request(method, `/api/v1/patterns/${path}`, JSON.stringify(body));
const patterns = async () => bodyOf(Patterns, await get(`?user_id=${user_id}`));
const detail = async (id: string, query = "") =>
  bodyOf(ThemeDetail, await get(`themes/${id}/?user_id=${user_id}${query}`));
const map = async () => (await bodyOf(PatternMap, await get(`map/?user_id=${user_id}`))).results;

/** @returns the ids of the documents, which are embedded by then */
async function add(documents: readonly DocumentCreate[]): Promise<string[]> {
  const answer = await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(documents));
  const { results } = await bodyOf(BulkResult, answer);
  await service.settled();
  return results.map(({ id }) => id ?? "");
}

async function find(): Promise<Patterns> {
  const answer = await send("POST", "", { user_id: USER });
  expect(answer.status).toBe(202);
  const { job_id: id } = await bodyOf(SyncAccepted, answer);
  await until(async () => {
    const { data } = await service.client.GET("/api/v1/jobs/{id}/", { params: { path: { id } } });
    if (data?.state === "failed") throw new Error(data.error);
    return data?.state === "completed";
  });
  return patterns();
}

const WORDS: Record<Topic, RegExp> = { running: /run|race|leg/, baking: /dough|bread|loaf/ };

/** The theme whose words are of the topic. */
function about({ themes }: Patterns, topic: Topic): Theme {
  const theme = themes.find(({ terms }) => WORDS[topic].test(terms.slice(0, 3).join(" ")));
  if (!theme) throw new Error(`no theme about ${topic}: ${themes.map(({ label }) => label).join("; ")}`);
  return theme;
}

const sample = (): DocumentCreate[] =>
  sampleEntries(new Date("2026-11-29")).map(({ title, text, mood, entryDate }) => ({
    ...{ user_id: USER, title, text, entry_date: entryDate.toISOString() },
    metadata: mood === null ? {} : { mood },
  }));

it("are none before they are looked for, and too few documents make none", async () => {
  expect(await patterns()).toEqual({
    ...{ user_id: USER, state: "none", least_documents: 20, documents: 0, outliers: 0, computed_at: null },
    ...{ changed_since: 0, job: null, themes: [], groups: [], gone: [] },
  });
  await add(topicEntries(USER, "running", 19, { mood: "proud" }));
  expect(await find()).toMatchObject({ state: "not_enough", documents: 19, job: null, themes: [] });
  expect(await map()).toEqual([]);
});

it("are found in a journal, with progress for those who follow events", async () => {
  // Enough of each that a rounding elsewhere in the model does not decide what belongs together.
  const more = topicEntries(USER, "running", 45, { mood: "proud" }).slice(19);
  await add([...sample(), ...more, ...topicEntries(USER, "baking", 45)]);
  using reader = await readEventsOf(service.address, { user_id: USER, types: "job" });
  const found = await find();
  const told = () =>
    reader.messages.flatMap((message) =>
      message.type === "job" && message.name === "find-themes" ? [message] : [],
    );
  await reader.seen(() => told().at(-1)?.state === "completed");
  expect(told()[0]).toMatchObject({ user_id: USER, state: "active" });
  expect(told().some(({ progress }) => progress !== null && progress.total === 100)).toBe(true);

  expect(found).toMatchObject({ state: "found", job: null, changed_since: 0, gone: [] });
  expect(found.themes.length).toBeGreaterThanOrEqual(3);
  const sizes = found.themes.map(({ documents }) => documents);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  const running = about(found, "running");
  expect(running.documents).toBeGreaterThanOrEqual(35);
  expect(running.moods).toContainEqual(expect.objectContaining({ mood: "proud", direction: "more" }));
  expect(running.moods[0]?.sentence).toMatch(/^"proud" is noted more often with entries of this theme/);
  expect(about(found, "baking").id).not.toBe(running.id);

  const places = await map();
  expect(places).toHaveLength(found.documents);
  expect(places.filter(({ theme_id }) => theme_id === null)).toHaveLength(found.outliers);
  expect(places.filter(({ theme_id }) => theme_id === running.id)).toHaveLength(running.documents);
  expect(places.every(({ title }) => title.length > 0)).toBe(true);
});

it("tell of a theme by its sentences, over time and with its documents", async () => {
  const found = await patterns();
  const running = about(found, "running");
  const told = await detail(running.id, "&step=month&time_zone=Europe/Berlin");
  expect(told.theme).toEqual(running);
  expect(told).toMatchObject({ step: "month", time_zone: "Europe/Berlin" });
  expect(told.representatives.length).toBeGreaterThan(0);
  for (const { document, sentence, start, end } of told.representatives) {
    const path = { id: document.document_id };
    const { data } = await service.client.GET("/api/v1/documents/{id}/", { params: { path } });
    expect(data?.text.slice(start, end)).toBe(sentence);
  }
  const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
  expect(sum(told.river.map(({ count }) => count))).toBe(running.documents);
  expect(sum(told.river.map(({ all }) => all))).toBe(found.documents);
  expect(told.river.some(({ all, count }) => all > 0 && count === 0)).toBe(true);
  expect(told.moods.proud).toBeGreaterThanOrEqual(15);
  expect(told.near.map(({ theme_id }) => theme_id)).not.toContain(running.id);
  expect(told.near[0]?.cosine).toBeGreaterThanOrEqual(told.near[1]?.cosine ?? 1);

  const listed: ThemeDocuments["results"] = [];
  for (
    let path: string | null = `themes/${running.id}/documents/?user_id=${user_id}&limit=7`;
    path !== null;
  ) {
    const page: ThemeDocuments = await bodyOf(ThemeDocuments, await get(path));
    expect(page.count).toBe(running.documents);
    listed.push(...page.results);
    path = page.next?.replace("/api/v1/patterns/", "") ?? null;
  }
  expect(new Set(listed.map(({ document_id }) => document_id)).size).toBe(running.documents);
  const dates = listed.map(({ entry_date, created_at }) => entry_date ?? created_at);
  expect(dates).toEqual(dates.toSorted().reverse());
});

it("are joined at once by a new document, which leaves when it is deleted", async () => {
  const before = about(await patterns(), "running");
  const [id = ""] = await add([
    {
      user_id: USER,
      text: "Ran intervals on the track with the running club, legs like lead before the race.",
    },
  ]);
  const theme = async () => (await map()).find(({ document_id }) => document_id === id)?.theme_id;
  // A moment after it is completed.
  await until(async () => (await theme()) !== undefined);
  expect(await theme()).toBe(before.id);
  const after = await patterns();
  expect(after.changed_since).toBe(1);
  expect(about(after, "running")).toMatchObject({ id: before.id, documents: before.documents + 1 });

  const changed = {
    text: "Kneaded the dough by hand until it was smooth, then shaped two loaves. The loaf came out of the oven with a crackling crust.",
  };
  await service.client.PATCH("/api/v1/documents/{id}/", { params: { path: { id } }, body: changed });
  await until(async () => (await theme()) === about(after, "baking").id);

  await service.client.DELETE("/api/v1/documents/{id}/", { params: { path: { id } } });
  expect(await theme()).toBeUndefined();
  expect(await patterns()).toMatchObject({ changed_since: 0 });
});

it("are named, hidden and merged by their user, and keep that and their ids in the next run", async () => {
  const found = await patterns();
  const [running, baking] = [about(found, "running"), about(found, "baking")];
  const other = found.themes.find(({ id }) => id !== running.id && id !== baking.id);
  const change = async (id: string, body: object) =>
    bodyOf(Theme, await send("PATCH", `themes/${id}/?user_id=${user_id}`, body));
  const merge = async (id: string, into: string | null) =>
    bodyOf(Theme, await send("POST", `themes/${id}/merge/?user_id=${user_id}`, { into }));
  expect(await change(running.id, { name: "Sport" })).toMatchObject({ name: "Sport", hidden: false });
  expect(await change(other?.id ?? "", { hidden: true })).toMatchObject({ name: null, hidden: true });
  const together = running.documents + baking.documents;
  const joined = { id: running.id, name: "Sport", documents: together, merged: [baking.id] };
  expect(await merge(baking.id, running.id)).toMatchObject(joined);

  const again = await find();
  expect(again.themes.map(({ id }) => id).sort()).toEqual(
    found.themes
      .map(({ id }) => id)
      .filter((id) => id !== baking.id)
      .sort(),
  );
  expect(again.themes.find(({ id }) => id === running.id)).toMatchObject({ ...joined, change: "kept" });
  expect(again.themes.find(({ id }) => id === other?.id)?.hidden).toBe(true);
  expect((await detail(running.id)).river.reduce((sum, { count }) => sum + count, 0)).toBe(together);
  // One that is merged can be asked for, to be told apart and taken back.
  expect((await detail(baking.id)).theme).toMatchObject({ id: baking.id, documents: baking.documents });
  expect(await merge(baking.id, null)).toMatchObject({
    id: baking.id,
    documents: baking.documents,
    merged: [],
  });
  expect(await change(running.id, { name: null })).toMatchObject({
    name: null,
    documents: running.documents,
  });
});

it("stay as they were when a run is cancelled", async () => {
  const before = await patterns();
  const { job_id: id } = await bodyOf(SyncAccepted, await send("POST", "", { user_id: USER }));
  // The second time there is nothing to cancel.
  for (let time = 0; time < 2; time++) {
    const answer = await send("POST", "cancel/", { user_id: USER });
    expect(answer.status).toBe(200);
    expect(await bodyOf(Patterns, answer)).toMatchObject({ job: null, themes: before.themes });
  }
  const { data: job } = await service.client.GET("/api/v1/jobs/{id}/", { params: { path: { id } } });
  expect(job?.state).toBe("cancelled");
});

it("refuse what is wrong, and anybody else's theme", async () => {
  const [theme, second] = (await patterns()).themes;
  const own = `themes/${theme?.id}/`;
  const mine = `?user_id=${user_id}`;
  const into = { into: second?.id };
  const cases: [Response, object][] = [
    [await get(`${own}?user_id=ben`), { status: 404, code: "theme_not_found" }],
    [await get(`${own}documents/?user_id=ben`), { status: 404, code: "theme_not_found" }],
    [await send("PATCH", `${own}?user_id=ben`, { hidden: true }), { status: 404, code: "theme_not_found" }],
    [await send("POST", `${own}merge/?user_id=ben`, into), { status: 404, code: "theme_not_found" }],
    [await get(`themes/nothing/${mine}`), { status: 404, code: "theme_not_found" }],
    [await send("PATCH", `themes/nothing/${mine}`, { hidden: true }), { status: 404 }],
    [await send("PATCH", `${own}${mine}`, {}), { status: 400 }],
    [await send("PATCH", `${own}${mine}`, { name: "" }), { status: 400, field: "/name" }],
    [await send("PATCH", `${own}${mine}`, { name: "a\u0000b" }), { code: "invalid_characters" }],
    [
      await send("POST", `${own}merge/${mine}`, { into: theme?.id }),
      { code: "invalid_value", field: "/into" },
    ],
    [await send("POST", `${own}merge/${mine}`, { into: "x" }), { status: 400, field: "/into" }],
    [await get(`${own}${mine}&time_zone=Mars/Olympus`), { code: "invalid_value", field: "/time_zone" }],
    [await get(`${own}documents/${mine}&cursor=x`), { code: "invalid_cursor" }],
    [await get(""), { code: "missing_field" }],
    [await send("POST", "", {}), { code: "missing_field" }],
  ];
  for (const [answer, problem] of cases) expect(await bodyOf(Problem, answer)).toMatchObject(problem);
  expect(await (await get("?user_id=ben")).json()).toMatchObject({ state: "none", themes: [] });
});

it("are exported, and erased with their user", async () => {
  const { themes } = await patterns();
  await send("PATCH", `themes/${themes[0]?.id}/?user_id=${user_id}`, { name: "Most of it" });
  const { themes: exported } = await bodyOf(
    UserExport,
    await service.request("GET", `/api/v1/users/${user_id}/export/`),
  );
  expect(exported.map(({ document_ids, ...theme }) => theme)).toEqual((await patterns()).themes);
  expect(exported.map(({ document_ids }) => document_ids.length)).toEqual(
    themes.map(({ documents }) => documents),
  );
  const markdown = await service.request("GET", `/api/v1/users/${user_id}/export/?format=markdown`);
  expect(await markdown.text()).toContain(
    `\n## Themes\n\n- **Most of it** (${themes[0]?.documents} documents`,
  );

  // One that is under way has texts of the user in memory: it is cancelled.
  await send("POST", "", { user_id: USER });
  await service.request("DELETE", `/api/v1/users/${user_id}/`);
  const receipt = async () =>
    bodyOf(ErasureReceipt, await service.request("GET", `/api/v1/users/${user_id}/erasure/`));
  await until(async () => (await receipt()).state !== "running");
  expect(await receipt()).toMatchObject({ state: "completed", remaining: { themes: 0, jobs: 0 } });
  expect((await receipt()).removed.themes).toBeGreaterThanOrEqual(themes.length);
  expect(await patterns()).toMatchObject({ state: "none", documents: 0, themes: [], gone: [] });
  const refused = await send("POST", "", { user_id: USER });
  expect(await bodyOf(Problem, refused)).toMatchObject({ status: 410, code: "user_erased" });
});

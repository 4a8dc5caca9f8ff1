import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChildService, startChildApp } from "../../service/tests/flows/child-service.ts";
import { topicEntries } from "../../service/tests/flows/topic-entries.ts";
import { useBrowser, WITHOUT_CHROMIUM } from "./browser.ts";
import { useBuiltWeb } from "./built-web.ts";
import { findThemes, signUp, write } from "./visitor.ts";

// One journal, and what its writer does with its themes in the order of the tests: to find them takes a while.
describe.skipIf(WITHOUT_CHROMIUM !== "")(`patterns in a browser${WITHOUT_CHROMIUM}`, () => {
  const browser = useBrowser();
  const web = useBuiltWeb();
  let folder: string;
  let service: ChildService;
  let page: Page;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cosmic-patterns-"));
    service = await startChildApp(folder, {
      ...{
        WEB_FOLDER: web(),
        EMBEDDING_WORKERS: "1",
        THEMES_CRON: "0 0 1 1 *",
      },
    });
    page = await browser.newPage({ reducedMotion: "reduce" });
    await signUp(page, service.app, "thinker@example.org");
  });
  afterAll(async () => {
    await service?.end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  });

  /** Names of the themes in the list, as they stand there. */
  const themes = () => page.locator("[data-theme] a").allInnerTexts();
  /** Labels may be others after a run; addresses stay. */
  const addresses = () =>
    page.locator("[data-theme] a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const address = () => new URL(page.url()).pathname;
  const list = async () => {
    await page.goto(`${service.app}/patterns`);
    await page.locator("[data-theme]").first().waitFor();
    return themes();
  };
  const open = async (name: string) => {
    await page.getByRole("link", { name: "Patterns" }).first().click();
    await page.locator("[data-theme]").getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  };
  const heard = (words: RegExp) =>
    page.getByRole("status").filter({ hasText: words }).waitFor({ state: "attached" });

  test("too few entries make no themes, and it is said how many do", async () => {
    await write(page, "Alone", "The only entry so far.");
    await page.goto(`${service.app}/patterns`);
    await page.getByText("Themes need at least 20 entries. There is 1 so far.").waitFor();
    expect(await page.getByRole("button", { name: "Find themes" }).count()).toBe(0);
    await page.goto(`${service.app}/patterns/map`);
    await page.getByText("There is no map yet.", { exact: false }).waitFor();
  });

  test("themes are found in a journal, and what was found is said", async () => {
    await fill(page, service);
    await page.goto(`${service.app}/patterns`);
    await findThemes(page);
    await heard(/themes? w(as|ere) found/);
    expect((await themes()).length).toBeGreaterThan(1);
    await page
      .getByText(/^\d+ entries · /)
      .first()
      .waitFor();
  });

  test("a sentence that stands for a theme opens its entry at that place", async () => {
    const [first = ""] = await list();
    await open(first);
    const sentence = page.locator("li", { has: page.locator("blockquote") }).first();
    const words = await sentence.locator("blockquote").innerText();
    await sentence.getByRole("link").click();
    await page.locator("article mark").waitFor();
    expect(await page.locator("article mark").innerText()).toBe(words);
  });

  test("a theme is told of over time, in its moods and with all of its entries", async () => {
    const [first = ""] = await list();
    await open(first);
    await page.getByRole("img", { name: /^Entries of this theme from/ }).waitFor();
    const section = page.locator("section", { has: page.getByRole("heading", { name: "Over time" }) });
    await section.getByText("Years", { exact: true }).click();
    await section.getByText("Table", { exact: true }).click();
    await section.getByRole("columnheader", { name: "Of this theme" }).waitFor();
    await expect.poll(() => section.getByRole("rowheader").first().innerText()).toMatch(/^\d{4}$/);
    const count = Number(/^(\d+) entr/.exec(await page.locator("header p").first().innerText())?.[1]);
    const listed = page.locator("section", {
      has: page.getByRole("heading", { name: "Entries", exact: true }),
    });
    await listed.getByRole("listitem").first().waitFor();
    for (let shown = 20; shown < count; shown += 20) {
      await listed.getByRole("button", { name: "Show more" }).click();
      await expect.poll(() => listed.getByRole("listitem").count()).toBe(Math.min(count, shown + 20));
    }
    expect(await listed.getByRole("listitem").count()).toBe(count);
  });

  test("a name and a theme that is hidden survive another run", async () => {
    const [first = "", second = ""] = await list();
    await open(first);
    await page.getByRole("button", { name: "Rename" }).click();
    await page.keyboard.type("Out of breath");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Out of breath" }).waitFor();
    await page.getByText(`found as “${first}”`, { exact: false }).waitFor();
    expect(await page.locator(":focus").innerText()).toBe("Rename");
    await open(second);
    const hidden = address();
    await page.getByRole("button", { name: "Hide" }).click();
    await page.getByText("This theme is hidden", { exact: false }).waitFor();

    await write(page, "One more", "Ran intervals on the track with the running club before the race.");
    await page.getByRole("link", { name: "Patterns" }).first().click();
    await page.getByText("1 entry has changed", { exact: false }).waitFor();
    await findThemes(page);
    expect(await list()).toContain("Out of breath");
    expect(await addresses()).not.toContain(hidden);
    await page.getByRole("button", { name: "Show 1 hidden theme" }).click();
    expect(await addresses()).toContain(hidden);
    await page.locator(`[data-theme] a[href="${hidden}"]`).click();
    await page.getByRole("button", { name: "Show it again" }).click();
    await expect.poll(() => page.getByText("This theme is hidden", { exact: false }).count()).toBe(0);
  });

  test("a change that was not saved is taken back, and that is said", async () => {
    await open("Out of breath");
    const patch = (url: URL) => url.pathname.includes("/patterns/themes/");
    await page.route(patch, (route) =>
      route.request().method() === "PATCH" ? route.abort() : route.continue(),
    );
    await page.getByRole("button", { name: "Rename" }).click();
    await page.keyboard.type("Nothing");
    await page.keyboard.press("Enter");
    await page.getByText("That was not saved.", { exact: false }).waitFor();
    await page.getByRole("heading", { level: 1, name: "Out of breath" }).waitFor();
    await page.unroute(patch);
  });

  test("themes are merged, stay so in another run, and are taken apart again", async () => {
    const other = (await list()).find((name) => name !== "Out of breath") ?? "";
    await open(other);
    const merged = address();
    await page.getByRole("button", { name: "Merge into another" }).click();
    const dialog = page.getByRole("dialog");
    const into = dialog.getByLabel("Merge into", { exact: true });
    const wanted = await into.locator("option", { hasText: "Out of breath" }).getAttribute("value");
    await into.selectOption(wanted);
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Out of breath" }).waitFor();
    await page.getByText(`“${other}” is part of this theme now.`).waitFor();

    await write(
      page,
      "And another",
      "Fed the sourdough starter and left the dough to rise overnight, as always.",
    );
    await page.getByRole("link", { name: "Patterns" }).first().click();
    await findThemes(page);
    expect(await addresses()).not.toContain(merged);
    await open("Out of breath");
    await page.getByText("1 theme is merged into this one").click();
    await page.getByRole("button", { name: /^Take apart: (?!A theme)/ }).click();
    await expect.poll(() => page.getByText("merged into this one").count()).toBe(0);
    await page.getByRole("link", { name: "Patterns" }).first().click();
    await expect.poll(addresses).toContain(merged);
  });

  test("the map is read by keyboard: from entry to entry, into a selection, and into an entry", async () => {
    await page.goto(`${service.app}/patterns/map`);
    const map = page.getByRole("application", { name: /^Map of \d+ entries$/ });
    await map.focus();
    await page.keyboard.press("ArrowRight");
    await heard(/, (theme .+|in no theme)$/);
    // Which way there is another entry depends on how the map came out.
    const told = new Set<string>();
    for (const key of ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"]) {
      await page.keyboard.press(key);
      told.add((await page.getByRole("status").allInnerTexts()).join());
    }
    expect(told.size).toBeGreaterThan(1);
    await page.keyboard.press("Space");
    await page.getByRole("heading", { name: "1 entry selected" }).waitFor();
    const chosen = await page.getByRole("complementary").getByRole("link").innerText();
    for (const key of ["+", "+", "Shift+ArrowLeft", "-", "0"]) await page.keyboard.press(key);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/journal/*");
    await page.getByRole("heading", { level: 1 }).waitFor();
    // An entry without a title is known by how it begins on the map, and by its date on its page.
    expect(await page.getByRole("article").innerText()).toContain(chosen.replace(/…$/, ""));
  });

  test("a lasso selects entries, a key takes one away, and the table has all of them", async () => {
    await page.goto(`${service.app}/patterns/map`);
    const map = page.getByRole("application");
    await page.getByText("Select", { exact: true }).click();
    const box = await map.boundingBox();
    if (!box) throw new Error("the map is not there");
    const corners = [
      [0.02, 0.02],
      [0.98, 0.02],
      [0.98, 0.85],
      [0.02, 0.85],
    ].map(([x = 0, y = 0]) => [box.x + x * box.width, box.y + y * box.height] as const);
    await page.mouse.move(...(corners[0] ?? [0, 0]));
    await page.mouse.down();
    for (const corner of corners) await page.mouse.move(...corner, { steps: 4 });
    await page.mouse.up();
    const selected = page.getByRole("heading", { name: /^\d+ entries selected$/ });
    const count = Number.parseInt(await selected.innerText(), 10);
    expect(count).toBeGreaterThan(20);
    await map.focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Space");
    await page.getByRole("heading", { name: `${count - 1} entries selected` }).waitFor();
    const links = page.getByRole("complementary").getByRole("link");
    expect(await links.first().getAttribute("href")).toMatch(/^\/journal\//);
    await page.getByRole("button", { name: "Clear the selection" }).click();
    await page.getByRole("heading", { name: "Groups" }).waitFor();
    const all = Number.parseInt((await map.getAttribute("aria-label"))?.replace("Map of ", "") ?? "", 10);
    await page.getByText("Table", { exact: true }).click();
    await expect.poll(() => page.getByRole("row").count()).toBe(all + 1);
  });

  test("the name of a theme on the map leads to it, and what a dot is can be seen without going there", async () => {
    await page.goto(`${service.app}/patterns/map`);
    const label = page.getByRole("list", { name: "Themes on the map" }).getByRole("link").first();
    const name = await label.innerText();
    await page.getByRole("application").focus();
    await page.keyboard.press("ArrowRight");
    await page.locator("[data-card]").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("[data-card]").count()).toBe(0);
    await label.click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  });

  test("the days of a year are gone through by keyboard, and lead to their entries", async () => {
    await page.goto(`${service.app}/patterns`);
    const calendar = page.getByRole("grid", { name: /^Moods of \d{4}$/ });
    const day = () => page.locator(":focus").getAttribute("data-day");
    await calendar.locator("[tabindex='0']").focus();
    const last = await day();
    await page.keyboard.press("ArrowLeft");
    expect(await day()).not.toBe(last);
    await page.keyboard.press("ArrowRight");
    expect(await day()).toBe(last);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/search?from=${last}&to=${last}`);
    await page.locator("[data-result]").first().waitFor();
  });

  test("whoever begins a search by keyboard is still there when its button has gone", async () => {
    const focused = page.locator("section[aria-label='Search for themes']:focus-within");
    await page.goto(service.app);
    // Before that a key would go unheard.
    await page.getByRole("link", { name: "New entry" }).first().waitFor();
    await write(page, "Once more", "A change, so that it can be looked for again.");
    await page.goto(`${service.app}/patterns`);
    await page.getByRole("button", { name: "Find them again" }).press("Enter");
    await page.locator("progress").waitFor();
    await focused.waitFor();
    await page.locator("progress").waitFor({ state: "detached" });
    await focused.waitFor();
  });
});

/** A journal about two things. */
async function fill(page: Page, service: ChildService): Promise<void> {
  const origin = service.app;
  for (const topic of ["running", "baking"] as const) {
    for (const { text, entry_date } of topicEntries("", topic, 25)) {
      const data = { text, entry_date, mood: topic === "running" ? "proud" : "content" };
      const answer = await page.request.post(`${origin}/api/journal`, { data, headers: { origin } });
      expect(answer.status()).toBe(201);
    }
  }
  await service.settled(200);
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChildService, startChildApp } from "../../service/tests/flows/child-service.ts";
import { violations } from "./axe.ts";
import { useBrowser, WITHOUT_CHROMIUM } from "./browser.ts";
import { useBuiltWeb } from "./built-web.ts";
import { settled } from "./settled.ts";
import { find, findThemes, signUp } from "./visitor.ts";

const PAGES = [
  "/journal",
  "/search?q=afraid+of+a+meeting",
  "/patterns",
  "/patterns/map",
  "/patterns/themes/…",
  "/settings",
  "/journal/new",
];
const WIDE = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

describe.skipIf(WITHOUT_CHROMIUM !== "")(`accessibility${WITHOUT_CHROMIUM}`, () => {
  const browser = useBrowser();
  const web = useBuiltWeb();
  let folder: string;
  let service: ChildService;
  let page: Page;
  /** The address of one. */
  let theme: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cosmic-axe-"));
    service = await startChildApp(folder, { WEB_FOLDER: web(), EMBEDDING_WORKERS: "1" });
    page = await browser.newPage({ reducedMotion: "reduce" });
    await signUp(page, service.app, "reader@example.org");
    await page.getByRole("button", { name: "Load the sample journal" }).click();
    await page.goto(`${service.app}/journal`);
    await service.settled(200);
    await page.goto(`${service.app}/patterns`);
    await findThemes(page);
    theme = (await page.locator("[data-theme] a").first().getAttribute("href")) ?? "";
  });
  afterAll(async () => {
    await service?.end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  });

  // What is dark differs in its colours alone.
  const looks = [
    { colorScheme: "light", sizes: [WIDE, PHONE] },
    { colorScheme: "dark", sizes: [WIDE] },
  ] as const;
  for (const { colorScheme, sizes } of looks) {
    for (const path of PAGES) {
      test(`axe finds nothing on ${path}, ${colorScheme}, in ${sizes.length} sizes`, async () => {
        await page.emulateMedia({ colorScheme });
        for (const size of sizes) {
          await page.setViewportSize(size);
          await page.goto(service.app + (path.endsWith("…") ? theme : path));
          await settled(page);
          expect(await violations(page)).toEqual([]);
          const sideways = Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"));
          expect(sideways).toBeLessThanOrEqual(0);
        }
      });
    }
  }

  test("axe finds nothing on the pages before signing in", async () => {
    const stranger = await browser.newPage({ reducedMotion: "reduce" });
    for (const path of ["/sign-in", "/sign-up"]) {
      await stranger.goto(service.app + path);
      await settled(stranger);
      expect(await violations(stranger)).toEqual([]);
    }
  });

  test("everything is reached by keyboard: help, search, a hit, and back", async () => {
    await page.setViewportSize(WIDE);
    await page.goto(`${service.app}/journal`);
    await settled(page);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    const [first = ""] = await find(page, "rain on the river");
    expect(first).not.toBe("");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: first }).waitFor();
    await page.goBack();
    expect(await page.getByLabel("Search the journal").inputValue()).toBe("rain on the river");
  });
});

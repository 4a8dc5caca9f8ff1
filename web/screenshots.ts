import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type SampleApp, withSampleApp } from "./tests/sample-app.ts";
import { settled } from "./tests/settled.ts";
import { findThemes } from "./tests/visitor.ts";

/** Pictures of every page over the sample journal: `npm run screenshots -- FOLDER`. */
const FOLDER = process.argv[2] ?? "screenshots";

const VIEWS = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: 860 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 860 } },
  { name: "phone", colorScheme: "light", viewport: { width: 390, height: 844 } },
] as const;

/** What is shown, and how one comes there. */
const PAGES: Record<string, (page: Page, app: string) => Promise<unknown>> = {
  journal: (page, app) => page.goto(`${app}/journal`),
  entry: async (page, app) => {
    await page.goto(`${app}/search?q=nervous+about+public+speaking`);
    await page.locator("[data-result] a").first().click();
    await page.locator("article mark").first().waitFor();
  },
  editor: async (page, app) => {
    await page.goto(`${app}/journal/new`);
    await page.getByLabel("Title").fill("A quiet evening");
    await page
      .getByRole("textbox", { name: "Text" })
      .fill("Rain on the skylight, and nothing that has to be done.");
  },
  search: (page, app) => page.goto(`${app}/search?q=afraid+of+a+meeting`),
  patterns: (page, app) => page.goto(`${app}/patterns`),
  map: (page, app) => page.goto(`${app}/patterns/map`),
  theme: async (page, app) => {
    await page.goto(`${app}/patterns`);
    await page.locator("[data-theme] a").first().click();
    await page.getByRole("heading", { level: 1 }).waitFor();
  },
  settings: (page, app) => page.goto(`${app}/settings`),
  help: async (page, app) => {
    await page.goto(`${app}/journal`);
    await settled(page);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
  },
};

await mkdir(FOLDER, { recursive: true });
await withSampleApp(async (app) => {
  await haveThemes(app);
  for (const view of VIEWS) {
    for (const [name, open] of Object.entries(PAGES)) await take(app, view, name, open);
  }
});

async function haveThemes({ browser, service, signedIn }: SampleApp): Promise<void> {
  const context = await browser.newContext({ storageState: signedIn });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  await page.goto(`${service.app}/patterns`);
  await findThemes(page);
  await context.close();
}

async function take(
  { browser, service, signedIn }: SampleApp,
  { name: view, ...options }: (typeof VIEWS)[number],
  name: string,
  open: (page: Page, app: string) => Promise<unknown>,
): Promise<void> {
  const context = await browser.newContext({ ...options, storageState: signedIn, reducedMotion: "reduce" });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  await open(page, service.app);
  await settled(page);
  const path = join(FOLDER, `${name}-${view}.png`);
  await page.screenshot({ path });
  console.log(path);
  await context.close();
}

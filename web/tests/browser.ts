import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

const CHROMIUM = [process.env.TEST_CHROMIUM ?? "", "/usr/bin/chromium"].find((path) => existsSync(path));

/** Said in the name of what is left out. */
export const WITHOUT_CHROMIUM = CHROMIUM ? "" : " (left out: TEST_CHROMIUM is not set)";

export async function launchBrowser(): Promise<Browser> {
  if (!CHROMIUM) throw new Error("There is no Chromium: install it, or set TEST_CHROMIUM to its path.");
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}

/** A real Chromium for all tests of a file; each page is of a visitor of its own. */
export function useBrowser(): { newPage(options?: BrowserContextOptions): Promise<Page> } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (CHROMIUM) browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  return {
    async newPage(options = {}) {
      if (!browser) throw new Error("there is no browser");
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
      // The machine may be busy: the time limit of the test is the only one.
      context.setDefaultTimeout(0);
      return context.newPage();
    },
  };
}

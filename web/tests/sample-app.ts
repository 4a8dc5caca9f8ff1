import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { type ChildService, startChildApp } from "../../service/tests/flows/child-service.ts";
import { launchBrowser } from "./browser.ts";
import { signUp } from "./visitor.ts";

export interface SampleApp {
  service: ChildService;
  browser: Browser;
  /** Cookies of somebody who has the sample journal, all of it searchable. */
  signedIn: Awaited<ReturnType<BrowserContext["storageState"]>>;
}

/** The whole product with the sample journal in it, and a browser; all of it is gone at the end. */
export async function withSampleApp(work: (app: SampleApp) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-app-"));
  const service = await startChildApp(folder);
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext();
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    await signUp(page, service.app, "ada@example.org");
    await page.getByRole("button", { name: "Load the sample journal" }).click();
    await page.locator("article").first().waitFor();
    await service.settled(500);
    const signedIn = await context.storageState();
    await context.close();
    await work({ service, browser, signedIn });
  } finally {
    await browser.close();
    await service.end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  }
}

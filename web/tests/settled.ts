import type { Page } from "playwright-core";

/** The page itself is there, and nothing of it is still on its way. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle");
  await page.locator("[aria-busy='true'], .mantine-Skeleton-root").first().waitFor({ state: "detached" });
}

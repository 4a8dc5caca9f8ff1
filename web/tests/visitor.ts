import type { Page } from "playwright-core";

const PASSWORD = "long enough words";

/** Makes an account and ends on the journal. */
export const signUp = (page: Page, address: string, email: string): Promise<void> =>
  enter(page, `${address}/sign-up`, email, "Begin");

/** Signs in to an account of `signUp`, and ends on the journal. */
export const signIn = (page: Page, address: string, email: string): Promise<void> =>
  enter(page, `${address}/sign-in`, email, "Sign in");

async function enter(page: Page, address: string, email: string, button: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: false }).first().fill(PASSWORD);
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("link", { name: "New entry" }).first().waitFor();
}

/** Writes an entry, and ends on it when it can be found. */
export async function write(page: Page, title: string, text: string): Promise<void> {
  await page.keyboard.press("n");
  await page.getByLabel("Title").fill(title);
  await page.getByRole("textbox", { name: "Text" }).fill(text);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("heading", { name: title }).waitFor();
  await page.getByText("Searchable", { exact: true }).waitFor();
}

/** Opens an entry that was found. */
export async function open(page: Page, title: string): Promise<void> {
  await page.locator("[data-result]").getByRole("link", { name: title }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

/** Looks for words, and resolves to the titles that were found. */
export async function find(page: Page, words: string): Promise<string[]> {
  await page.keyboard.press("/");
  const answered = page.waitForResponse(
    (it) => it.url().endsWith("/api/insights/search") && isAbout(it.request().postData(), words),
  );
  await page.getByLabel("Search the journal").fill(words);
  await answered;
  return found(page);
}

/** Looks for words on a page that is loaded anew and knows no answer from before. */
export async function findAnew(page: Page, address: string, words: string): Promise<string[]> {
  await page.goto(`${address}/search?q=${encodeURIComponent(words)}`);
  return found(page);
}

async function found(page: Page): Promise<string[]> {
  await page.locator("[data-result], p:has-text('Nothing was found.')").first().waitFor();
  await page.locator("[data-busy='true']").first().waitFor({ state: "detached" });
  return page.locator("[data-result] h2").allInnerTexts();
}

/** On the page of patterns: has themes found, and waits for them. */
export async function findThemes(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Find (themes|them again)$/ }).click();
  await page
    .getByText("Looking for what belongs together", { exact: false })
    .or(page.getByText("waits for its turn", { exact: false }))
    .waitFor();
  await page.locator("progress").waitFor({ state: "detached" });
  await page.locator("[data-theme]").first().waitFor();
}

function isAbout(body: string | null, words: string): boolean {
  return body !== null && JSON.parse(body).query === words;
}

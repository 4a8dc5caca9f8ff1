import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChildService, startChildService } from "../../service/tests/flows/child-service.ts";
import { topicEntries } from "../../service/tests/flows/topic-entries.ts";
import { violations } from "./axe.ts";
import { useBrowser, WITHOUT_CHROMIUM } from "./browser.ts";
import { useBuiltWeb } from "./built-web.ts";
import { settled } from "./settled.ts";

const V1 = "/api/v1";
const EMAIL = "root@example.org";
const PASSWORD = "a long enough password";
const USER = "somebody";
const COUNT = 4;
const PAGES = [
  ...["", "documents", "jobs", "indexes", "experiments", "tuning", "sync", "users", "keys", "audit"],
  "settings",
];
const VIEWS = [
  { colorScheme: "light", size: { width: 1280, height: 860 } },
  { colorScheme: "dark", size: { width: 390, height: 844 } },
] as const;

// One service, and what an admin does with it, in the order of the tests.
describe.skipIf(WITHOUT_CHROMIUM !== "")(`the admin app in a browser${WITHOUT_CHROMIUM}`, () => {
  const browser = useBrowser();
  const built = useBuiltWeb("admin");
  let folder: string;
  let service: ChildService;
  let page: Page;
  /** What the content security policy refused, and what broke. */
  const troubles: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cosmic-admin-"));
    service = await startChildService(folder, { ADMIN_FOLDER: built(), EMBEDDING_WORKERS: "1" });
    const documents = topicEntries(USER, "baking", COUNT);
    await service.request("POST", `${V1}/documents/bulk_create/`, JSON.stringify({ documents }));
    await service.settled(100);
    page = await browser.newPage({ reducedMotion: "reduce" });
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => {
      if (/security policy|trusted/i.test(message.text())) troubles.push(message.text());
    });
  });
  afterAll(async () => {
    await service?.end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (name: string) => {
    await page.goto(`${service.address}/admin/${name}`);
    await settled(page);
  };
  const goTo = (name: string) =>
    page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
  const figure = (name: string) =>
    page.locator("dl > div", { has: page.getByText(name, { exact: true }) }).locator("dd");
  const said = (words: RegExp | string) => page.getByRole("status").filter({ hasText: words }).waitFor();

  test("without access control the dashboard is there at once, and nobody signs in", async () => {
    await open("");
    await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
    expect(await figure("completed").innerText()).toBe(String(COUNT));
    await page.getByText("Access control is off", { exact: false }).waitFor();
  });

  test("with an admin one has to sign in, and a wrong password does not do", async () => {
    const account = JSON.stringify({ email: EMAIL, password: PASSWORD });
    expect((await service.request("POST", `${V1}/access/admins/`, account)).status).toBe(201);
    await open("jobs");
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("E-mail").fill(EMAIL);
    await page.getByLabel("Password", { exact: false }).first().fill("another long password");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
    await page.getByLabel("Password", { exact: false }).first().fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
    await goTo("Dashboard");
    await expect.poll(() => figure("completed").innerText()).toBe(String(COUNT));
  });

  test("a text is read only after a reason, which stands in the audit log", async () => {
    const reason = `ticket 4711 of ${USER}, für Zoë`;
    await goTo("Documents");
    expect(await page.getByText("dough", { exact: false }).count()).toBe(0);
    await page.getByRole("rowheader").first().getByRole("link").click();
    await page.getByRole("button", { name: "Read the text" }).click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type(reason);
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Passages" }).getByRole("rowheader").first().waitFor();
    await goTo("Audit log");
    await page.getByRole("row", { name: reason }).first().waitFor();
    expect(await page.getByRole("row", { name: reason }).count()).toBe(2);
  });

  test("a document is embedded again, and filters are in the address", async () => {
    await goTo("Dashboard");
    await figure("completed").getByRole("link").click();
    await page.getByText(`${COUNT} documents in all`).waitFor();
    expect(page.url()).toContain("embedding_status=completed");
    await page
      .getByRole("button", { name: /^Re-index/ })
      .first()
      .click();
    await said("will be embedded again");
    await goTo("Jobs");
    await page.getByRole("link", { name: "embed-documents" }).first().click();
    await page.getByRole("heading", { name: "Payload" }).waitFor();
  });

  test("a key is made, works, and works no more once it is revoked", async () => {
    await goTo("Keys");
    await page.getByLabel("Name").fill("nightly");
    await page.getByLabel("search", { exact: true }).check();
    await page.getByRole("button", { name: "Make a key" }).click();
    const key = await page.getByRole("dialog").locator("code").innerText();
    await page.getByRole("button", { name: "It is kept" }).click();
    const status = async () => {
      const headers = { authorization: `Bearer ${key}` };
      return (await fetch(`${service.address}${V1}/access/session/`, { headers })).status;
    };
    expect(await status()).toBe(200);
    await page.getByRole("button", { name: "Revoke: nightly" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
    await said("nightly was revoked");
    expect(await status()).toBe(401);
    await page.getByRole("row", { name: /nightly .* revoked/ }).waitFor();
  });

  test("users are counted and exported with a reason; settings are shown", async () => {
    await goTo("Users");
    await page.getByRole("row", { name: `${USER} 0 0 ${COUNT} 0` }).waitFor();
    await page.getByRole("button", { name: `Export: ${USER}` }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("asked for by the user");
    const saving = page.waitForEvent("download");
    await page.keyboard.press("Enter");
    expect((await saving).suggestedFilename()).toBe(`journal-${USER}.json`);
    await goTo("Settings");
    await page.getByLabel("Part of the name").fill("embedding_workers");
    await page.getByRole("row", { name: "EMBEDDING_WORKERS 1 environment" }).waitFor();
  });

  for (const { colorScheme, size } of VIEWS) {
    test(`axe finds nothing on any page, ${colorScheme}, ${size.width} wide`, async () => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      for (const path of PAGES) {
        await open(path);
        expect([path, await violations(page)]).toEqual([path, []]);
        const sideways = Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"));
        expect([path, Math.max(0, sideways)]).toEqual([path, 0]);
      }
    });
  }

  test("who signs out sees nothing more, and nothing broke on the way", async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    expect(troubles).toEqual([]);
  });
});

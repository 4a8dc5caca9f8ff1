import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startChildApp } from "../../service/tests/flows/child-service.ts";
import { useBrowser, WITHOUT_CHROMIUM } from "./browser.ts";
import { useBuiltWeb } from "./built-web.ts";
import { signUp } from "./visitor.ts";

const ENTRIES = [
  { title: "The lake", text: "We swam across the lake before breakfast.", mood: "calm" },
  { title: "The river", text: "The current of the river nearly took me.", mood: "afraid" },
  { title: "The form", text: "The tax office wants another form.", mood: "calm" },
];

describe.skipIf(WITHOUT_CHROMIUM !== "")(`an encrypted journal${WITHOUT_CHROMIUM}`, () => {
  const browser = useBrowser();
  const web = useBuiltWeb();

  it("is searched by meaning and mood", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cosmic-encrypted-app-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const service = await startChildApp(folder, {
      WEB_FOLDER: web(),
      ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    });
    onTestFinished(async () => void (await service.end("SIGTERM")));
    const page = await browser.newPage();
    await signUp(page, service.app, "ada@example.org");
    for (const data of ENTRIES) {
      const answer = await page.request.post(`${service.app}/api/journal`, {
        data,
        headers: { origin: service.app },
      });
      expect(answer.status()).toBe(201);
    }
    await expect
      .poll(async () => (await service.client.GET("/api/v1/health/")).data?.documents.completed)
      .toBe(3);

    const titles = page.locator("[data-result] h2");
    await page.goto(`${service.app}/search?q=swimming`);
    await titles.first().waitFor();
    expect(await titles.allInnerTexts()).toHaveLength(3);
    await page.getByLabel("Mood").selectOption("calm");
    await page.getByText("2 entries").first().waitFor();
    expect(await titles.allInnerTexts()).toEqual(["The lake", "The form"]);
    await page.goto(`${service.app}/search?mood=afraid`);
    await titles.first().waitFor();
    expect(await titles.allInnerTexts()).toEqual(["The river"]);
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES } from "../../service/src/roles.ts";
import { type ChildService, startChildService } from "../../service/tests/flows/child-service.ts";
import { freePort } from "../../service/tests/servers/free-port.ts";
import { useBrowser } from "./browser.ts";
import { useBuiltWeb } from "./built-web.ts";
import { find, findAnew, open, signIn, signUp, write } from "./visitor.ts";

export interface StoresUnderTest {
  /** Settings that name them. */
  env: Record<string, string>;
  dispose(): Promise<void>;
}

/** What a writer does in the pages, over the real program. */
export function journalContract(name: string, stores: () => Promise<StoresUnderTest>): void {
  describe(name, () => {
    const browser = useBrowser();
    const web = useBuiltWeb();
    let under: StoresUnderTest;
    let folder: string;
    let env: Record<string, string>;
    let service: ChildService;
    beforeAll(async () => {
      under = await stores();
      folder = await mkdtemp(join(tmpdir(), "cosmic-web-"));
      env = {
        ROLES: ROLES.join(","),
        APP_PORT: String(await freePort()),
        WEB_FOLDER: web(),
        EMBEDDING_WORKERS: "1",
        ...under.env,
      };
      service = await startChildService(folder, env);
    });
    afterAll(async () => {
      await service?.end("SIGTERM");
      await rm(folder, { recursive: true, force: true });
      await under?.dispose();
    });

    test("what is written becomes searchable by itself, is found by meaning and by name, and opens at the passage", async () => {
      const page = await browser.newPage();
      await signUp(page, service.app, "writer@example.org");
      await write(
        page,
        "The talk",
        `${"Nothing much happened in the morning. ".repeat(30)}My hands shook before I went on stage, and Quillfeather smiled at me.`,
      );
      await write(page, "Bread", "The dough rose overnight and the kitchen smelled of rye.");
      expect((await find(page, "nervous about public speaking"))[0]).toBe("The talk");
      expect(await find(page, "Quillfeather")).toContain("The talk");
      await open(page, "The talk");
      await expect.poll(() => page.locator("article mark").innerText()).toContain("hands shook");
      expect(await page.locator("article mark").isVisible()).toBe(true);
    });

    test("an entry that was changed is found by what it says now, and one that was deleted not at all", async () => {
      const page = await browser.newPage();
      await signUp(page, service.app, "changing@example.org");
      await write(page, "The parcel", "There was a kaleidoscope in it.");
      await write(page, "Weather", "It rained from morning to night.");
      expect(await findAnew(page, service.app, "kaleidoscope")).toContain("The parcel");
      expect(await page.locator("[data-result] mark").first().innerText()).toContain("kaleidoscope");
      await open(page, "The parcel");
      await page.getByRole("link", { name: "Edit", exact: true }).click();
      await page.getByRole("textbox", { name: "Text" }).fill("There was a barometer in it.");
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByText("There was a barometer in it.").waitFor();
      await expect
        .poll(async () => {
          await findAnew(page, service.app, "barometer");
          return page.locator("[data-result] mark").allInnerTexts();
        })
        .toContain("barometer");
      await findAnew(page, service.app, "kaleidoscope");
      expect(await page.locator("[data-result]").allInnerTexts()).not.toContainEqual(
        expect.stringContaining("kaleidoscope"),
      );

      await open(page, "The parcel");
      await page.getByRole("button", { name: "Delete" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await expect.poll(() => findAnew(page, service.app, "barometer")).not.toContain("The parcel");
      expect(await findAnew(page, service.app, "rain")).toEqual(["Weather"]);
    });

    test("signing out asks about what could not be saved, and leaves none of it on the device", async () => {
      const page = await browser.newPage();
      await signUp(page, service.app, "leaving@example.org");
      // Everything but saving works, as where an entry is refused.
      await page.route("**/api/journal", (route) =>
        route.request().method() === "POST" ? route.abort("connectionrefused") : route.continue(),
      );
      await page.keyboard.press("n");
      await page.getByLabel("Title").fill("Unsaved");
      await page.getByRole("textbox", { name: "Text" }).fill("Nobody else should read of the chrysanthemum.");
      await page.getByText("Kept on this device, not sent yet").first().waitFor();
      await page.getByRole("link", { name: "Settings" }).first().click();
      const signOut = page.getByRole("button", { name: "Sign out" });
      const question = page.getByRole("dialog", { name: "Not everything is saved" });
      const kept = () => page.evaluate<string>("JSON.stringify(Object.values(localStorage))");
      await signOut.click();
      await question.getByText("1 entry could not be saved", { exact: false }).waitFor();
      await question.getByRole("button", { name: "Stay signed in" }).click();
      await question.waitFor({ state: "detached" });
      expect(await kept()).toContain("chrysanthemum");
      await signOut.click();
      await question.getByRole("button", { name: "Remove and sign out" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      expect(await kept()).not.toContain("chrysanthemum");
      await page.unroute("**/api/journal");
      await signIn(page, service.app, "leaving@example.org");
      expect(await page.locator("body").innerText()).not.toContain("Unsaved");
    });

    test("nobody sees what another wrote", async () => {
      const one = await browser.newPage();
      await signUp(one, service.app, "one@example.org");
      await write(one, "Secret", "The marzipan is behind the books.");
      const address = one.url();
      const other = await browser.newPage();
      await signUp(other, service.app, "other@example.org");
      expect(await find(other, "marzipan")).toEqual([]);
      await other.goto(address);
      await other.getByRole("heading", { name: "This entry is not there" }).waitFor();
      expect(await other.locator("main").innerText()).not.toContain("marzipan");
    });

    test("an open page survives that the server is started again, and what was written meanwhile is saved", async () => {
      const page = await browser.newPage();
      await signUp(page, service.app, "restart@example.org");
      await page.keyboard.press("n");
      await page.getByLabel("Title").fill("Outage");
      await service.end("SIGKILL");
      await page.getByRole("textbox", { name: "Text" }).fill("Written while nobody was there: heliotrope.");
      await page.getByText("The journal cannot be reached.", { exact: false }).waitFor();
      service = await startChildService(folder, env);
      await page.getByText("Searchable", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Done" }).click();
      await expect.poll(() => find(page, "heliotrope")).toEqual(["Outage"]);
    });

    test("what is written offline is sent when the network is back", async () => {
      const page = await browser.newPage();
      await signUp(page, service.app, "offline@example.org");
      await page.keyboard.press("n");
      await page.getByLabel("Title").fill("On the train");
      await page.context().setOffline(true);
      await page.getByRole("textbox", { name: "Text" }).fill("A tunnel, then the sea: periwinkle.");
      await page.getByText("You are offline.", { exact: false }).waitFor();
      await page.context().setOffline(false);
      await page.getByText("Searchable", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Done" }).click();
      await expect.poll(() => find(page, "periwinkle")).toEqual(["On the train"]);
    });
  });
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "@cosmic/contract";
import { afterAll, describe, expect, it } from "vitest";
import { bodyOf, startTestService } from "./test-service.ts";

const folder = mkdtempSync(join(tmpdir(), "cosmic-full-"));
const mount = () => spawnSync("mount", ["-t", "tmpfs", "-o", "size=120m", "tmpfs", folder]).status === 0;
const mounted = process.platform === "linux" && process.getuid?.() === 0 && mount();

afterAll(() => {
  if (mounted) spawnSync("umount", ["-l", folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** Takes all the space that is left. */
function fillDisk(): string {
  const file = join(folder, "filler");
  const chunk = Buffer.alloc(1 << 20);
  try {
    for (;;) writeFileSync(file, chunk, { flag: "a" });
  } catch {
    return file;
  }
}

describe.skipIf(!mounted)(`a full disk${mounted ? "" : " (no right to mount a small one)"}`, () => {
  it("is named, loses nothing, and is over when there is space again", async () => {
    const service = await startTestService({ DATA_DIR: join(folder, "data") });
    const write = (text: string) =>
      service.request("POST", "/api/v1/documents/", JSON.stringify({ user_id: "u", text }));
    expect((await write("before the disk was full")).status).toBe(201);
    await service.settled();

    const filler = fillDisk();
    const long = "There is no room for this any more. ".repeat(20_000);
    const refused = await write(long);
    expect(refused.status).toBe(507);
    expect(await bodyOf(Problem, refused)).toMatchObject({ code: "storage_full" });
    const { data: health } = await service.client.GET("/api/v1/health/");
    expect(health?.status).toBe("degraded");
    expect(health?.dependencies.find(({ status }) => status === "failing")?.error).toMatch(/space/);
    const { data: list } = await service.client.GET("/api/v1/documents/");
    expect(list?.results.map(({ text }) => text)).toEqual(["before the disk was full"]);

    rmSync(filler);
    expect((await write("after the disk was full")).status).toBe(201);
    await service.settled();
    const { data: after } = await service.client.GET("/api/v1/health/");
    expect(after).toMatchObject({ status: "ok", documents: { completed: 2, failed: 0 } });
    await service.stop();
  });
});

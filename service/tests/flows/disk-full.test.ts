import { join } from "node:path";
import { Problem } from "@cosmic/contract";
import { describe, expect, it } from "vitest";
import { mountSmallDisk, WITHOUT_DISK } from "../servers/small-disk.ts";
import { bodyOf, startTestService } from "./test-service.ts";

describe.skipIf(WITHOUT_DISK)(`a full disk${WITHOUT_DISK}`, () => {
  it("is named, loses nothing, and is over when there is space again", async () => {
    using disk = mountSmallDisk(120);
    const service = await startTestService({ DATA_DIR: join(disk.folder, "data") });
    const write = (text: string) =>
      service.request("POST", "/api/v1/documents/", JSON.stringify({ user_id: "u", text }));
    expect((await write("before the disk was full")).status).toBe(201);
    await service.settled();

    disk.fill();
    const long = "There is no room for this any more. ".repeat(20_000);
    const refused = await write(long);
    expect(refused.status).toBe(507);
    expect(await bodyOf(Problem, refused)).toMatchObject({ code: "storage_full" });
    const { data: health } = await service.client.GET("/api/v1/health/");
    expect(health?.status).toBe("degraded");
    expect(health?.dependencies.find(({ status }) => status === "failing")?.error).toMatch(/space/);
    const { data: list } = await service.client.GET("/api/v1/documents/");
    expect(list?.results.map(({ text }) => text)).toEqual(["before the disk was full"]);

    disk.free();
    expect((await write("after the disk was full")).status).toBe(201);
    await service.settled();
    const { data: after } = await service.client.GET("/api/v1/health/");
    expect(after).toMatchObject({ status: "ok", documents: { completed: 2, failed: 0 } });
    await service.stop();
  });
});

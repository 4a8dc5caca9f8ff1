import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "@cosmic/contract";
import { describe, expect, it } from "vitest";
import { createPostgresServer, POSTGRES_BIN } from "../servers/postgresql.ts";
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
    const after = async () => (await service.client.GET("/api/v1/health/")).data;
    await expect.poll(after).toMatchObject({ status: "ok", documents: { completed: 2, failed: 0 } });
    await service.stop();
  });
});

describe.skipIf(WITHOUT_DISK)(`an index on a full disk of its own${WITHOUT_DISK}`, () => {
  it("is named, and documents wait for space", async () => {
    using disk = mountSmallDisk(60);
    const folder = await mkdtemp(join(tmpdir(), "cosmic-index-disk-"));
    await symlink(disk.folder, join(folder, "index"));
    const service = await startTestService({ DATA_DIR: folder, LOG_LEVEL: "silent" });
    const write = (text: string) =>
      service.request("POST", "/api/v1/documents/", JSON.stringify({ user_id: "u", text }));
    await write("before the disk was full");
    await service.settled();

    disk.fill();
    for (let i = 0; i < 20; i++) {
      expect((await write(`Entry ${i}. ${"No room is left for all of this. ".repeat(500)}`)).status).toBe(
        201,
      );
    }
    const health = async () => (await service.client.GET("/api/v1/health/")).data;
    const named = { name: "search_index", status: "failing", error: expect.stringContaining("space") };
    await expect.poll(health, { timeout: 60_000 }).toMatchObject({
      status: "degraded",
      dependencies: expect.arrayContaining([expect.objectContaining(named)]),
    });
    expect((await service.request("GET", "/readyz")).status).toBe(200);
    const found = { body: { query: "a full disk", user_id: "u" } };
    expect((await service.client.POST("/api/v1/search/", found)).data?.count).toBeGreaterThan(0);

    disk.free();
    await expect
      .poll(health, { timeout: 120_000, interval: 500 })
      .toMatchObject({ status: "ok", documents: { completed: 21, failed: 0 } });
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  });
});

const missing = WITHOUT_DISK || (POSTGRES_BIN ? "" : " (TEST_POSTGRES_BIN is not set)");

describe.skipIf(missing)(`a PostgreSQL with a full disk${missing}`, () => {
  it("is named, and read all the same", async () => {
    using disk = mountSmallDisk(200);
    await using postgres = await createPostgresServer(POSTGRES_BIN ?? "", disk.folder);
    await postgres.start();
    const service = await startTestService({ DATABASE_URL: postgres.url, LOG_LEVEL: "silent" });
    const write = async () => {
      const text = "There is no room for this any more. ".repeat(20_000);
      return (await service.request("POST", "/api/v1/documents/", JSON.stringify({ user_id: "u", text })))
        .status;
    };
    disk.fill();
    await expect.poll(write).toBe(507);
    const { data: health } = await service.client.GET("/api/v1/health/");
    expect(health?.status).toBe("degraded");
    expect(health?.dependencies[0]).toMatchObject({
      name: "database",
      status: "failing",
      error: expect.stringContaining("space"),
    });
    expect((await service.request("GET", "/readyz")).status).toBe(200);
    expect((await service.request("GET", "/api/v1/documents/")).status).toBe(200);

    disk.free();
    await expect.poll(write).toBe(201);
    await expect.poll(async () => (await service.client.GET("/api/v1/health/")).data?.status).toBe("ok");
    await service.stop();
  });
});

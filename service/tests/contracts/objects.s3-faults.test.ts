import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Objects } from "../../src/ports/objects/objects.ts";
import { createS3Client } from "../../src/ports/objects/s3/client.ts";
import { createS3Objects } from "../../src/ports/objects/s3/create.ts";
import { createS3Server, S3_DEFAULTS, type S3Server, SERVER_BINARY } from "../servers/s3.ts";
import { mountSmallDisk, WITHOUT_DISK } from "../servers/small-disk.ts";

const MIB = 1024 * 1024;
const AWAY = { code: "objects_unavailable", retryAfter: expect.any(Number) };
const body = (mebibytes: number) => Readable.from(pieces(mebibytes));
function* pieces(mebibytes: number) {
  for (let n = 0; n < mebibytes; n++) yield Buffer.alloc(MIB, n);
}
const quiet = () => {};

if (SERVER_BINARY) withServer(SERVER_BINARY);
else test.skip("objects on an S3 server that fails (TEST_S3_SERVER is not set)", () => {});

function withServer(binary: string) {
  describe("objects on an S3 server that fails", () => failing(binary));
}

function failing(binary: string) {
  let folder: string;
  let server: S3Server;
  let opened: Objects[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "s3-"));
    server = await createS3Server(binary, folder);
  });
  afterEach(async () => {
    await Promise.all(opened.map((objects) => objects.close()));
    opened = [];
    await server.signal("SIGKILL");
    await rm(folder, { recursive: true });
  });

  async function open(changes = {}): Promise<Objects> {
    const objects = await createS3Objects({ ...server.config, ...changes }, quiet);
    opened.push(objects);
    return objects;
  }

  async function answersAgain(objects: Objects): Promise<void> {
    const answer = () => objects.check().then(() => "answers", String);
    await expect.poll(answer, { timeout: 60_000 }).toBe("answers");
  }

  async function unfinished(): Promise<number> {
    const client = createS3Client(server.config);
    const page = await client.send(new ListMultipartUploadsCommand({ Bucket: "uploads" }));
    client.destroy();
    return page.Uploads?.length ?? 0;
  }

  test("killed in the middle of an upload, it has the old object, and takes the next upload", async () => {
    await server.start();
    const objects = await open();
    await objects.put("uploads", "a", body(20));
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    async function* slow() {
      yield* pieces(24);
      await held;
      yield* pieces(24);
    }
    const uploading = objects.put("uploads", "a", Readable.from(slow()));
    uploading.catch(() => {});
    await expect.poll(unfinished).toBe(1);
    await server.signal("SIGKILL");
    release();
    await expect(uploading).rejects.toMatchObject(AWAY);

    await server.start();
    await answersAgain(objects);
    const content = await buffer((await objects.get("uploads", "a")) ?? Readable.from([]));
    expect(content.equals(Buffer.concat([...pieces(20)]))).toBe(true);
    expect(await objects.put("uploads", "a", body(17))).toBe(true);
    expect(await objects.head("uploads", "a")).toMatchObject({ size: 17 * MIB });
  });

  test("gone, it is unavailable for every call, and used again as soon as it is back", async () => {
    await server.start();
    const objects = await open();
    await objects.put("uploads", "a", body(1));
    await server.signal("SIGKILL");
    await expect(objects.get("uploads", "a")).rejects.toMatchObject(AWAY);
    await expect(objects.head("uploads", "a")).rejects.toMatchObject(AWAY);
    await expect(objects.put("uploads", "b", body(1))).rejects.toMatchObject(AWAY);
    await expect(objects.put("uploads", "b", body(1), { ifAbsent: true })).rejects.toMatchObject(AWAY);
    await expect(objects.delete("uploads", "a")).rejects.toMatchObject(AWAY);
    await expect(objects.list("uploads", "")[Symbol.asyncIterator]().next()).rejects.toMatchObject(AWAY);
    await expect(objects.check()).rejects.toMatchObject(AWAY);
    await server.start();
    await answersAgain(objects);
    expect(await objects.head("uploads", "a")).toMatchObject({ size: MIB });
  });

  test("killed in the middle of a download, it ends the stream with an error", async () => {
    await server.start();
    const objects = await open();
    await objects.put("uploads", "a", body(64));
    const content = await objects.get("uploads", "a");
    const reading = content?.iterator();
    await reading?.next();
    await server.signal("SIGKILL");
    const rest = async () => {
      for await (const _ of reading ?? []);
    };
    await expect(rest()).rejects.toMatchObject(AWAY);
  });

  // SIGSTOP leaves connections open with nobody behind them.
  test.skipIf(process.platform === "win32")(
    "stopped, it is unavailable in time (not on Windows)",
    async () => {
      await server.start();
      const objects = await open({ requestMs: 300 });
      await server.signal("SIGSTOP");
      await expect(objects.head("uploads", "a")).rejects.toMatchObject(AWAY);
      await expect(objects.put("uploads", "a", body(1))).rejects.toMatchObject(AWAY);
      await server.signal("SIGCONT");
      await answersAgain(objects);
    },
  );

  test("not there yet, it is waited for", async () => {
    const { promise: told, resolve: tell } = Promise.withResolvers<string>();
    const opening = createS3Objects(server.config, (_level, message) => tell(message));
    const message = await told;
    expect(message).toMatch(/^Waiting for the S3 store .+ at http\S+ does not answer \(ECONNREFUSED\)/);
    await server.start();
    const objects = await opening;
    opened.push(objects);
    await objects.check();
  });

  test("not there, it is waited for only until the signal", async () => {
    const controller = new AbortController();
    const reason = new Error("The service stops.");
    const opening = createS3Objects(server.config, () => controller.abort(reason), controller.signal);
    await expect(opening).rejects.toBe(reason);
  });

  test.for([
    { what: "secret key", keys: { accessKey: "tests", secretKey: "not-the-secret-key" } },
    { what: "access key", keys: { accessKey: "somebody", secretKey: "not-the-secret-key" } },
  ])("given a wrong $what, it says so at once and shows none", async ({ keys }) => {
    await server.start();
    await answersAgain(await open());
    const reports: string[] = [];
    const opening = createS3Objects({ ...server.config, keys }, (_level, message) => reports.push(message));
    const refused = await opening.catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: "objects_unavailable",
      retryAfter: undefined,
      message: expect.stringContaining("refuses the keys"),
    });
    expect(String(refused)).not.toMatch(/not-the-secret-key|somebody/);
    expect(reports).toEqual([]);
  });

  const versitygw = basename(binary).startsWith("versitygw");
  test.skipIf(!versitygw)("read-only, it can be read (needs versitygw)", async () => {
    await server.start();
    const before = await open();
    await before.put("uploads", "a", body(1));
    await server.signal("SIGKILL");
    await server.start("--readonly");
    const objects = await open();
    const refused = { code: "storage_read_only" };
    await expect(objects.check()).rejects.toMatchObject(refused);
    await expect(objects.put("uploads", "a", body(2))).rejects.toMatchObject(refused);
    await expect(objects.put("uploads", "a", body(20))).rejects.toMatchObject(refused);
    await expect(objects.delete("uploads", "a")).rejects.toMatchObject(refused);
    expect(await objects.head("uploads", "a")).toMatchObject({ size: MIB });
  });

  test("that is something else is named", async () => {
    const listener = createServer((socket) => socket.end("SSH-2.0-something\r\n")).listen(0, "127.0.0.1");
    await expect.poll(() => listener.listening).toBe(true);
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const config = { ...S3_DEFAULTS, endpoint: `http://127.0.0.1:${address.port}` };
    await expect(createS3Objects(config, quiet)).rejects.toMatchObject({ code: "objects_unavailable" });
    listener.close();
  });

  // MinIO answers 500 when its disk is quite full, and 507 only just before.
  test.skipIf(!versitygw || WITHOUT_DISK)(
    `full, it says so and keeps what it has (needs versitygw)${WITHOUT_DISK}`,
    async () => {
      using disk = mountSmallDisk(64);
      server = await createS3Server(binary, disk.folder);
      await server.start();
      const objects = await open();
      await objects.put("uploads", "a", body(20));
      await expect(objects.put("uploads", "a", body(60))).rejects.toMatchObject({ code: "storage_full" });
      expect(await unfinished()).toBe(0);
      await objects.check();
      disk.fill();
      await expect(objects.put("uploads", "a", body(1))).rejects.toMatchObject({ code: "storage_full" });
      await expect(objects.check()).rejects.toMatchObject({ code: "storage_full" });
      const content = await buffer((await objects.get("uploads", "a")) ?? Readable.from([]));
      expect(content.equals(Buffer.concat([...pieces(20)]))).toBe(true);
      disk.free();
      expect(await objects.put("uploads", "a", body(1))).toBe(true);
      await objects.check();
      expect(await unfinished()).toBe(0);
    },
  );
}

import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createPostgresServer, POSTGRES_BIN, type PostgresServer } from "../servers/postgresql.ts";
import { type EventReader, readEventsOf, statuses } from "./event-reader.ts";
import { startTestService, type TestService, until } from "./test-service.ts";

const noServer = POSTGRES_BIN ? "" : " (TEST_POSTGRES_BIN is not set)";
describe.skipIf(!POSTGRES_BIN)(`events of two processes on one PostgreSQL${noServer}`, () => {
  let server: PostgresServer;
  const services: TestService[] = [];

  beforeAll(async () => {
    server = await createPostgresServer(POSTGRES_BIN ?? "");
    await server.start();
    const env = {
      DATABASE_URL: server.url,
      EMBEDDING_WORKERS: "1",
      SYNC_CRON: "0 0 1 1 *",
      LOG_LEVEL: "silent",
    };
    services.push(...(await Promise.all([startTestService(env), startTestService(env)])));
  });
  afterAll(async () => {
    for (const service of services) await service.stop();
    await server?.[Symbol.asyncDispose]();
  });

  async function readers(query: Record<string, string>): Promise<EventReader[]> {
    const opened = await Promise.all(services.map(({ address }) => readEventsOf(address, query)));
    onTestFinished(() => {
      for (const reader of opened) reader[Symbol.dispose]();
    });
    for (const reader of opened) await reader.seen((messages) => messages[0]?.type === "ready");
    return opened;
  }

  /** @returns the id, or undefined while the database cannot be reached */
  async function write(service: TestService | undefined, user_id: string): Promise<string | undefined> {
    const body = { user_id, text: "We watched the fishing boats come in." };
    return (await service?.client.POST("/api/v1/documents/", { body }))?.data?.id;
  }

  it("tell in each what was done in the other", async () => {
    const both = await readers({ user_id: "ada" });
    const ids = [await write(services[0], "ada"), await write(services[1], "ada")];
    for (const reader of both) {
      for (const id of ids) {
        await reader.seen((messages) => statuses(messages, id).includes("completed"));
        expect(statuses(reader.messages, id)).toEqual(["pending", "completed"]);
      }
    }
    // In one order, and with cursors that are good in either.
    expect(both[0]?.messages.slice(1)).toEqual(both[1]?.messages.slice(1));
    const [, first, ...rest] = both[0]?.messages ?? [];
    for (const again of await readers({ user_id: "ada", cursor: first?.cursor ?? "" })) {
      await again.seen((messages) => messages.length > rest.length);
      expect(again.messages.slice(1)).toEqual(rest);
    }
  });

  it("arrive soon without being looked for, also after the listening connection was cut", async () => {
    const both = await readers({ user_id: "cut" });
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    onTestFinished(() => admin.end());
    const listeners = "SELECT pid FROM pg_stat_activity WHERE application_name = 'cosmic listener'";
    const { rows } = await admin.query(listeners);
    expect(rows).toHaveLength(2);
    await admin.query(`SELECT pg_terminate_backend(pid) FROM (${listeners}) AS listeners`);
    const id = await write(services[0], "cut");
    for (const reader of both) await reader.seen((messages) => statuses(messages, id).includes("completed"));
    await until(async () => {
      const now = (await admin.query(listeners)).rows;
      return now.length === 2 && now.every(({ pid }) => rows.every((row) => row.pid !== pid));
    });
  });

  it("go on for connections that stayed open while the database was killed and started again", async () => {
    const both = await readers({ user_id: "down" });
    const before = await write(services[0], "down");
    for (const reader of both) {
      await reader.seen((messages) => statuses(messages, before).includes("completed"));
    }
    await server.kill();
    expect(await write(services[0], "down")).toBeUndefined();
    await server.start();
    let after: string | undefined;
    await until(async () => {
      after = await write(services[1], "down");
      return after !== undefined;
    });
    for (const { seen, messages, socket } of both) {
      await seen((all) => statuses(all, after).includes("completed"));
      expect(socket.readyState).toBe(socket.OPEN);
      expect(messages.some(({ type }) => type === "lost")).toBe(false);
      // Between the two, a request may have been committed whose answer was lost with the connection.
      expect(statuses(messages, after)).toEqual(["pending", "completed"]);
    }
  });
});

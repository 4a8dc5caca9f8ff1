import { Type } from "typebox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOwnPglite } from "../../tests/servers/pglite.ts";
import { readConfig } from "../config.ts";
import type { Database } from "../db/open.ts";
import { newServer, type Server } from "../http/server.ts";
import { createLog } from "../log.ts";
import { type AccessControl, createAccessControl } from "./access-control.ts";
import { guard } from "./guard.ts";
import { everyones, known, needs, open, userIn } from "./route-access.ts";

const log = createLog({ level: "silent", pretty: false });
const config = readConfig({});
let database: Database;
let access: AccessControl;
beforeAll(async () => {
  database = await openOwnPglite();
  await database.migrate();
  access = createAccessControl(config.access, database.orm, log);
});
afterAll(async () => {
  await access?.[Symbol.asyncDispose]();
  await database?.close();
});

async function ready(add: (app: Server) => void): Promise<Server> {
  const app = newServer(log, 1024);
  await guard(app, { access, config, database, log });
  add(app);
  await app.ready();
  return app;
}

const namingUser = Type.Object({ user_id: Type.Optional(Type.String()) });

describe("a server that is guarded", () => {
  it("starts with routes that say who may use them", async () => {
    const app = await ready((it) => {
      it.get("/open", { config: open() }, () => ({}));
      it.get("/known", { config: known() }, () => ({}));
      it.get(
        "/named",
        { config: needs("search", userIn("query")), schema: { querystring: namingUser } },
        () => ({}),
      );
      it.post("/all", { config: needs("admin", everyones), schema: { body: namingUser } }, () => ({}));
    });
    expect((await app.inject("/open")).statusCode).toBe(200);
    await app.close();
  });

  it.each<[string, (app: Server) => void, string]>([
    ["says nothing", (it) => it.get("/new", () => ({})), "GET /new does not declare who may use it"],
    [
      "is added by a plugin that says nothing",
      (it) => void it.register(async (scope) => void scope.post("/new", () => ({})), { prefix: "/plugin" }),
      "POST /plugin/new does not declare",
    ],
    [
      "takes a user in its query without saying so",
      (it) =>
        it.get(
          "/new",
          { config: needs("search", userIn("params")), schema: { querystring: namingUser } },
          () => ({}),
        ),
      "takes a user_id in its querystring",
    ],
    [
      "takes a user deep in its body without saying so",
      (it) =>
        it.post(
          "/new",
          {
            config: needs("search", userIn("query")),
            schema: { body: Type.Object({ queries: Type.Array(namingUser) }) },
          },
          () => ({}),
        ),
      "takes a user_id in its body",
    ],
  ])("does not start with a route that %s", async (_name, add, message) => {
    await expect(ready(add)).rejects.toThrow(message);
  });
});

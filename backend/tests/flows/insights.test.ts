import { once } from "node:events";
import { createServer } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { AppProblem } from "@cosmic/contract/app";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insightsRouter } from "../../src/insights-router.ts";
import { bodyOf, signedUp } from "../client.ts";
import type { Asked } from "../stand-in-service.ts";
import { startTestBackend, type TestBackend } from "../test-backend.ts";

let backend: TestBackend;
let ada: Awaited<ReturnType<typeof signedUp>>;
beforeAll(async () => {
  backend = await startTestBackend();
  ada = await signedUp(backend.address);
});
afterAll(() => backend?.[Symbol.asyncDispose]());

const problemOf = (response: Response) => bodyOf(AppProblem, response);
const echo = ({ method, path, query, body }: Asked) => ({ json: { method, path, query: [...query], body } });
const DOCUMENT = "00000000-0000-4000-8000-000000000001";

const LISTS = {
  "on-this-day": "/api/v1/insights/on-this-day/",
  timeline: "/api/v1/insights/timeline/",
  streaks: "/api/v1/insights/streaks/",
  echoes: "/api/v1/insights/echoes/",
  patterns: "/api/v1/patterns/",
  "patterns/map": "/api/v1/patterns/map/",
  "patterns/themes/t-1": "/api/v1/patterns/themes/t-1/",
  "patterns/themes/t-1/documents": "/api/v1/patterns/themes/t-1/documents/",
};

/** What changes something, and how the service is asked for it. */
const CHANGES = [
  { method: "POST", name: "patterns", path: "/api/v1/patterns/", body: undefined },
  { method: "POST", name: "patterns/cancel", path: "/api/v1/patterns/cancel/", body: undefined },
  {
    method: "PATCH",
    name: "patterns/themes/t-1",
    path: "/api/v1/patterns/themes/t-1/",
    body: { hidden: true },
  },
  {
    method: "POST",
    name: "patterns/themes/t-1/merge",
    path: "/api/v1/patterns/themes/t-1/merge/",
    body: { into: null },
  },
];

/** All that can be asked for with GET. */
const PATHS = [...Object.keys(LISTS), "similar/x", "export"].map((name) => `/api/insights/${name}`);

describe("who asks is said by the session alone", () => {
  it("in a search", async () => {
    backend.service.on("POST /api/v1/search/", echo);
    const body = { query: "rain", metadata: { user_id: "of no meaning" } };
    const response = await ada.request("POST", "/api/insights/search", body);
    expect(await response.json()).toEqual({
      method: "POST",
      path: "/api/v1/search/",
      query: [],
      body: { ...body, user_id: ada.account.id },
    });
  });

  it.each(Object.entries(LISTS))("in %s", async (name, path) => {
    backend.service.on(`GET ${path}`, echo);
    const response = await ada.request("GET", `/api/insights/${name}?step=month&step=year`);
    const query = [
      ["step", "month"],
      ["step", "year"],
      ["user_id", ada.account.id],
    ];
    expect(await response.json()).toMatchObject({ method: "GET", path, query });
  });

  it.each(CHANGES)("in $method $name", async ({ method, name, path, body }) => {
    backend.service.on(`${method} ${path}`, ({ query, body: sent }) => ({
      json: { ...Object.fromEntries(query), ...(typeof sent === "object" ? sent : {}) },
    }));
    const response = await ada.request(method, `/api/insights/${name}`, body);
    expect(await response.json()).toEqual({ ...body, user_id: ada.account.id });
  });

  it("and a request that names a user is refused, whoever it names", async () => {
    const before = backend.service.asked.length;
    const other = "somebody-else";
    const refused = [
      await ada.request("POST", "/api/insights/search", { query: "rain", user_id: other }),
      await ada.request("POST", "/api/insights/search", { query: "rain", user_id: [ada.account.id, other] }),
      await ada.request("POST", "/api/insights/search", { query: "rain", user_id: null }),
      await ada.request("POST", "/api/insights/search", [{ user_id: other }]),
      await ada.request("POST", "/api/insights/search"),
      ...(await Promise.all(
        CHANGES.flatMap(({ method, name, body }) => [
          ada.request(method, `/api/insights/${name}`, { ...body, user_id: other }),
          ada.request(method, `/api/insights/${name}`, [{ user_id: other }]),
        ]),
      )),
      ...(await Promise.all(
        CHANGES.map(({ method, name, body }) =>
          ada.request(method, `/api/insights/${name}?user_id=${other}`, body),
        ),
      )),
      ...(await Promise.all(
        [...PATHS, "/api/me/export"].flatMap((path) =>
          [`user_id=${other}`, `user_id=`, `us%65r_id=${other}`, `a=b&user_id=a&user_id=${other}`].map(
            (query) => ada.request("GET", `${path}?${query}`),
          ),
        ),
      )),
    ];
    for (const response of refused) {
      expect(response.status).toBe(400);
      expect((await problemOf(response)).code).toMatch(/^(unknown_field|invalid_type)$/);
    }
    expect(backend.service.asked.length).toBe(before);
  });

  it("and nobody else may ask", async () => {
    const before = backend.service.asked.length;
    for (const path of [...PATHS, "/api/me/export"]) {
      expect((await fetch(backend.address + path)).status).toBe(401);
    }
    const search = { method: "POST", headers: { "content-type": "application/json" }, body: '{"query":"x"}' };
    expect((await fetch(`${backend.address}/api/insights/search`, search)).status).toBe(401);
    for (const { method, name } of CHANGES) {
      const change = { ...search, method, body: "{}" };
      expect((await fetch(`${backend.address}/api/insights/${name}`, change)).status).toBe(401);
    }
    expect(backend.service.asked.length).toBe(before);
  });
});

it("asks for no other path than that of a theme", async () => {
  const before = backend.service.asked.length;
  for (const id of ["..%2fmap", "..%2f..%2fusers%2fsomebody-else", "a%3Fuser_id=b"]) {
    const response = await ada.request("GET", `/api/insights/patterns/themes/${id}`);
    expect(response.status).toBe(404);
  }
  expect(backend.service.asked.length).toBe(before);
});

describe("similar entries", () => {
  const found = (user_id: string) => ({
    json: { results: [{ id: DOCUMENT, user_id, source_id: "entry", embedding_status: "completed" }] },
  });

  it("are those of the entry's document", async () => {
    backend.service.on("GET /api/v1/documents/", () => found(ada.account.id));
    backend.service.on(`GET /api/v1/documents/${DOCUMENT}/similar/`, echo);
    const response = await ada.request("GET", "/api/insights/similar/entry?top_k=3");
    expect(await response.json()).toMatchObject({ query: [["top_k", "3"]] });
    const asked = backend.service.asked.findLast(({ path }) => path === "/api/v1/documents/");
    expect(Object.fromEntries(asked?.query ?? [])).toMatchObject({
      user_id: ada.account.id,
      source: "journal_entries",
      source_id: "entry",
    });
  });

  it("of an entry without document, or of somebody else's, are not there", async () => {
    for (const answer of [{ json: { results: [] } }, found("somebody else")]) {
      backend.service.on("GET /api/v1/documents/", () => answer);
      const response = await ada.request("GET", "/api/insights/similar/entry");
      expect(response.status).toBe(404);
      expect((await problemOf(response)).code).toBe("document_not_found");
    }
  });
});

describe("an export", () => {
  it.each(["/api/insights/export", "/api/me/export"])(
    "comes as the service writes it, from %s",
    async (path) => {
      const service = `/api/v1/users/${ada.account.id}/export/`;
      backend.service.on(`GET ${service}`, (asked, response) => {
        expect(asked.query.get("format")).toBe("markdown");
        response.writeHead(200, {
          "content-type": "text/markdown; charset=utf-8",
          "content-disposition": 'attachment; filename="journal.md"',
          "set-cookie": "session=of-the-service",
        });
        response.end("# A journal\n");
        return "written";
      });
      const response = await ada.request("GET", `${path}?format=markdown`);
      expect(response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
      expect(response.headers.get("content-disposition")).toContain("journal.md");
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(await response.text()).toBe("# A journal\n");
    },
  );

  it("is not gathered in memory: a reader who stops reading stops the service", async () => {
    const part = Buffer.alloc(1024 * 1024, "x");
    let written = 0;
    let gone = false;
    backend.service.on(
      `GET /api/v1/users/${ada.account.id}/export/`,
      async (_asked, response): Promise<"written"> => {
        let wake = () => {};
        response.on("drain", () => wake());
        response.on("close", () => {
          gone = true;
          wake();
        });
        response.writeHead(200, { "content-type": "application/json" });
        while (!gone && written < 500) {
          written++;
          if (response.write(part)) continue;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        return "written";
      },
    );
    const response = await ada.request("GET", "/api/insights/export");
    const reader = response.body?.getReader();
    await reader?.read();
    // Until nothing more is written for a while that has no clock.
    for (let last = -1, still = 0; still < 2_000; still = written === last ? still + 1 : 0) {
      last = written;
      await turn();
    }
    expect(written).toBeLessThan(100);
    await reader?.cancel();
    await expect.poll(() => gone).toBe(true);
  });

  it("that breaks off at the service breaks off here, and is not taken for whole", async () => {
    backend.service.on(`GET /api/v1/users/${ada.account.id}/export/`, (_asked, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write("[1,");
      setTimeout(() => response.destroy(), 50);
      return "written";
    });
    const response = await ada.request("GET", "/api/insights/export");
    await expect(response.text()).rejects.toThrow();
  });
});

describe("the service's problems", () => {
  it("are passed on with their code and the time to wait", async () => {
    const problem = { type: "x", title: "overloaded", status: 429, code: "overloaded", detail: "Too many." };
    backend.service.on("POST /api/v1/search/", (_asked, response) => {
      response.writeHead(429, {
        "content-type": "application/problem+json; charset=utf-8",
        "retry-after": "7",
      });
      response.end(JSON.stringify(problem));
      return "written";
    });
    const response = await ada.request("POST", "/api/insights/search", { query: "x" });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(await response.json()).toEqual(problem);
  });

  it("that are no problems, and no answer at all, become one that says what is away", async () => {
    const odd = async () => {
      const response = await ada.request("POST", "/api/insights/search", { query: "x" });
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("5");
      expect((await problemOf(response)).code).toBe("service_unavailable");
    };
    backend.service.on("POST /api/v1/search/", (_asked, response) => {
      response.writeHead(502, { "content-type": "text/html" });
      response.end("<h1>Bad gateway</h1>");
      return "written";
    });
    await odd();
    backend.service.on("POST /api/v1/search/", (_asked, response) => {
      response.destroy();
      return "written";
    });
    await odd();
    await backend.service.stop();
    await odd();
    expect((await ada.request("GET", "/api/insights/similar/entry")).status).toBe(503);
    await backend.service.start();
  });
});

it("can be mounted in any Express application, which says who asks", async () => {
  const app = express();
  app.use(
    "/insight",
    insightsRouter({
      serviceUrl: backend.service.url,
      source: "mongodb",
      identify: (request) => request.get("x-user"),
    }),
  );
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/insight`;
    backend.service.on("GET /api/v1/insights/streaks/", echo);
    const answer = await fetch(`${url}/streaks`, { headers: { "x-user": "ada & bob" } });
    expect(await answer.json()).toMatchObject({ query: [["user_id", "ada & bob"]] });
    backend.service.on("GET /api/v1/users/..%2Fbob/export/", echo);
    const exported = await fetch(`${url}/export`, { headers: { "x-user": "../bob" } });
    expect(await exported.json()).toMatchObject({ path: "/api/v1/users/..%2Fbob/export/" });
    const nobody = await fetch(`${url}/streaks`);
    expect(nobody.status).toBe(401);
    expect((await problemOf(nobody)).code).toBe("not_signed_in");
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

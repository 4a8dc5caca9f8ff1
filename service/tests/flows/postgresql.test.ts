import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OwnDatabase, ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import { startTestService, type TestService } from "./test-service.ts";

describe.skipIf(WITHOUT_POSTGRES !== "")(`the service on PostgreSQL${WITHOUT_POSTGRES}`, () => {
  let own: OwnDatabase;
  const services: TestService[] = [];

  beforeAll(async () => {
    own = await ownDatabase();
    // Two that start at once on an empty database must not run the same migration twice.
    const starting = [1, 2].map(() => startTestService({ DATABASE_URL: own.url, EMBEDDING_WORKERS: "1" }));
    services.push(...(await Promise.all(starting)));
  });
  afterAll(async () => {
    for (const service of services) await service.stop();
    await own.drop();
  });

  it("writes, embeds, finds, changes and deletes", async () => {
    const [service] = services;
    if (!service) throw new Error("no service");
    // The search index is in a folder of each service here, so the other one must leave the jobs alone.
    await services[1]?.stop();
    services.length = 1;
    const body = { user_id: "pg", title: "Harbour", text: "We watched the fishing boats come in." };
    const { data } = await service.client.POST("/api/v1/documents/", { body });
    await service.settled();
    const found = await service.client.POST("/api/v1/search/", { body: { query: "ships", user_id: "pg" } });
    expect(found.data?.results.map((hit) => hit.document_id)).toEqual([data?.id]);
    const at = { params: { path: { id: data?.id ?? "" } } };
    const patched = await service.client.PATCH("/api/v1/documents/{id}/", {
      ...at,
      body: { text: "It rained." },
    });
    expect(patched.data?.embedding_status).toBe("pending");
    await service.settled();
    expect((await service.client.GET("/api/v1/health/")).data?.dependencies[0]?.version).toMatch(
      /^PostgreSQL 1\d/,
    );
    expect((await service.client.DELETE("/api/v1/documents/{id}/", at)).response.status).toBe(204);
    expect((await service.client.GET("/api/v1/documents/")).data?.count).toBe(0);
  });
});

import { BulkResult, DocumentList } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, startTestService, type TestService } from "./test-service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service?.stop());

async function create(text: string, more: { title?: string; source_id?: string; user_id?: string } = {}) {
  const { data } = await service.client.POST("/api/v1/documents/", {
    body: { user_id: "writer", text, ...more },
  });
  if (!data) throw new Error("the document was not created");
  await service.settled();
  return data.id;
}
const at = (id: string) => ({ params: { path: { id } } });
const get = async (id: string) => (await service.client.GET("/api/v1/documents/{id}/", at(id))).data;
const embeddingsOf = async (document_id: string) => {
  const { data } = await service.client.GET("/api/v1/embeddings/", {
    params: { query: { document_id, include: "vector" } },
  });
  return data?.results ?? [];
};
const found = async (query: string, mode: "semantic" | "keyword" = "keyword", user_id = "writer") => {
  const { data } = await service.client.POST("/api/v1/search/", { body: { query, mode, user_id } });
  return data?.results.map((hit) => hit.document_id) ?? [];
};

describe("documents", () => {
  it("records passages, offsets and tokens of a long text, and loses none of it", async () => {
    const text = Array.from(
      { length: 60 },
      (_, i) => `On day ${i} I walked to the river and thought of you.`,
    ).join(" ");
    const id = await create(text, { title: "Walks" });
    const passages = await embeddingsOf(id);
    expect(passages.length).toBeGreaterThan(5);
    expect(passages.map((passage) => passage.ordinal)).toEqual(passages.map((_, i) => i));
    expect(passages[0]?.start).toBe(0);
    expect(passages.at(-1)?.end).toBe(text.length);
    passages.slice(1).forEach((passage, i) => {
      expect(text.slice(passages[i]?.end, passage.start).trim()).toBe("");
    });
    for (const { tokens, vector, model } of passages) {
      expect(tokens).toBeGreaterThan(10);
      expect(tokens).toBeLessThanOrEqual(256);
      expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 4);
      expect(model).toBe("all-MiniLM-L6-v2");
    }
    const [first] = passages;
    const { data } = await service.client.GET("/api/v1/embeddings/{id}/", at(first?.id ?? ""));
    expect(data).toEqual({ ...first, vector: undefined });
  });

  it("embeds again when the text changes, and finds the new words only", async () => {
    const id = await create("The zeppelin landed in the meadow");
    await service.client.PATCH("/api/v1/documents/{id}/", {
      ...at(id),
      body: { text: "A submarine rose in the harbour" },
    });
    expect((await get(id))?.text).toContain("submarine");
    await service.settled();
    expect(await found("submarine")).toEqual([id]);
    expect(await found("zeppelin")).toEqual([]);
  });

  it("embeds again when the title changes, because the title is part of what is embedded", async () => {
    const id = await create("Nothing much happened", { title: "Wednesday" });
    await service.client.PATCH("/api/v1/documents/{id}/", { ...at(id), body: { title: "Quetzalcoatl" } });
    await service.settled();
    expect(await found("quetzalcoatl")).toEqual([id]);
  });

  it("are listed by where they came from, several ids at once", async () => {
    const ids = await Promise.all(
      ["first", "second", "third"].map((source_id) => create(source_id, { source_id })),
    );
    const list = async (source_id: string[], user_id = "writer") => {
      const query = { source: "api", source_id, user_id };
      const { data } = await service.client.GET("/api/v1/documents/", { params: { query } });
      return new Set(data?.results.map(({ id }) => id));
    };
    expect(await list(["first"])).toEqual(new Set([ids[0]]));
    expect(await list(["first", "third", "unknown"])).toEqual(new Set([ids[0], ids[2]]));
    expect(await list(["first"], "somebody else")).toEqual(new Set());
  });

  it.each(["0001-01-01", "0099-12-31", "1815-12-10", "9999-12-31"])(
    "keeps the day %s",
    async (entry_date) => {
      const body = { user_id: "any year", text: "Long ago, or not yet.", entry_date };
      const { data } = await service.client.POST("/api/v1/documents/", { body });
      expect(data?.entry_date).toBe(`${entry_date}T00:00:00.000Z`);
    },
  );

  it("does not embed again when only metadata, type or date change, yet filters see them", async () => {
    const id = await create("A quiet evening by the fire");
    const before = await embeddingsOf(id);
    const body = { metadata: { mood: "calm" }, document_type: "note", entry_date: "2020-02-02" };
    const { data } = await service.client.PATCH("/api/v1/documents/{id}/", { ...at(id), body });
    expect(data).toMatchObject({ embedding_status: "completed", entry_date: "2020-02-02T00:00:00.000Z" });
    expect(await embeddingsOf(id)).toEqual(before);
    const filter = {
      metadata: { mood: "calm" },
      document_type: "note",
      date_from: "2020-02-02",
      date_to: "2020-02-02",
    };
    const answer = await service.client.POST("/api/v1/search/", {
      body: { query: "evening", user_id: "writer", ...filter },
    });
    expect(answer.data?.results.map((hit) => hit.document_id)).toEqual([id]);
  });

  it("changes nothing on an empty patch or the same text", async () => {
    const id = await create("The same as ever");
    const before = await get(id);
    await service.client.PATCH("/api/v1/documents/{id}/", { ...at(id), body: {} });
    await service.client.PATCH("/api/v1/documents/{id}/", { ...at(id), body: { text: "The same as ever" } });
    expect(await get(id)).toEqual(before);
  });

  it("writes the same source entry once, and brings it up to date", async () => {
    const id = await create("First version about ostriches", { source_id: "entry-1" });
    const embedded = await embeddingsOf(id);
    const again = { user_id: "writer", source_id: "entry-1" };
    const same = await service.client.POST("/api/v1/documents/", {
      body: { ...again, text: "First version about ostriches" },
    });
    expect(same.response.status).toBe(200);
    expect(same.data?.id).toBe(id);
    expect(await embeddingsOf(id)).toEqual(embedded);
    const changed = await service.client.POST("/api/v1/documents/", {
      body: { ...again, text: "Second version about pelicans" },
    });
    expect(changed.data).toMatchObject({ id, embedding_status: "pending" });
    await service.settled();
    expect(await found("pelicans")).toEqual([id]);
    const stolen = await service.client.POST("/api/v1/documents/", {
      body: { ...again, user_id: "somebody else", text: "mine now" },
    });
    expect(stolen.response.status).toBe(409);
    expect(stolen.error).toMatchObject({ code: "conflict" });
    expect((await get(id))?.user_id).toBe("writer");
  });

  it("removes rows, vectors and words of a deleted document", async () => {
    const id = await create("A secret about marzipan");
    expect(await found("marzipan")).toEqual([id]);
    const { response } = await service.client.DELETE("/api/v1/documents/{id}/", at(id));
    expect(response.status).toBe(204);
    expect(await get(id)).toBeUndefined();
    expect(await found("marzipan")).toEqual([]);
    expect(await found("a secret about marzipan", "semantic")).not.toContain(id);
    expect(await embeddingsOf(id)).toEqual([]);
    expect((await service.client.DELETE("/api/v1/documents/{id}/", at(id))).response.status).toBe(404);
  });

  it("leaves nothing behind when a document is deleted while it is being embedded", async () => {
    const before = (await service.client.GET("/api/v1/health/")).data?.index;
    const { data } = await service.client.POST("/api/v1/documents/", {
      body: { user_id: "writer", text: "Gone before it was found. ".repeat(400) },
    });
    await service.client.DELETE("/api/v1/documents/{id}/", at(data?.id ?? ""));
    await service.settled();
    await expect.poll(async () => (await service.client.GET("/api/v1/health/")).data?.index).toEqual(before);
  });

  it("embeds again on demand", async () => {
    const id = await create("Once more with feeling");
    const [before] = await embeddingsOf(id);
    const { response, data } = await service.client.POST("/api/v1/documents/{id}/reindex/", at(id));
    expect(response.status).toBe(202);
    expect(data?.embedding_status).not.toBe("failed");
    await service.settled();
    const [after] = await embeddingsOf(id);
    expect(after?.created_at).not.toBe(before?.created_at);
    expect(after?.vector).toEqual(before?.vector);
  });

  it("creates the good ones of many and says what is wrong with the others", async () => {
    const documents = [
      { user_id: "bulk", text: "The first of many" },
      { user_id: "bulk", text: "   " },
      { user_id: "bulk" },
      { user_id: "bulk", text: "The last of many", extra: 1 },
      { user_id: "bulk", text: "lone \ud800 half" },
      { user_id: "bulk", text: "The good end" },
    ];
    const answer = await service.request(
      "POST",
      "/api/v1/documents/bulk_create/",
      JSON.stringify({ documents }),
    );
    expect(answer.status).toBe(201);
    const result = await bodyOf(BulkResult, answer);
    expect(result).toMatchObject({ created: 2, failed: 4 });
    expect(result.results.map((item) => item.error?.code)).toEqual([
      undefined,
      "empty_text",
      "missing_field",
      "unknown_field",
      "invalid_characters",
      undefined,
    ]);
    await service.settled();
    expect(await found("many", "keyword", "bulk")).toEqual([result.results[0]?.id]);
  });

  it("takes a bare array too", async () => {
    const answer = await service.request(
      "POST",
      "/api/v1/documents/bulk_create/",
      '[{"user_id": "bare", "text": "array"}]',
    );
    expect(await answer.json()).toMatchObject({ created: 1, failed: 0 });
  });

  it("pages through a list in both directions without gap or repeat", async () => {
    const items = Array.from({ length: 23 }, (_, i) => ({ user_id: "pager", text: `page item ${i}` }));
    await service.request("POST", "/api/v1/documents/bulk_create/", JSON.stringify(items));
    const seen: string[] = [];
    let last = "";
    for (let url: string | null = "/api/v1/documents/?user_id=pager&limit=5"; url; ) {
      last = url;
      const page: DocumentList = await bodyOf(DocumentList, await service.request("GET", url));
      expect(page.count).toBe(23);
      seen.push(...page.results.map((item) => item.id));
      url = page.next;
    }
    expect(new Set(seen).size).toBe(23);
    const back: string[] = [];
    for (let url: string | null = last; url; ) {
      const page: DocumentList = await bodyOf(DocumentList, await service.request("GET", url));
      back.unshift(...page.results.map((item) => item.id));
      url = page.previous;
    }
    expect(back).toEqual(seen);
  });
});

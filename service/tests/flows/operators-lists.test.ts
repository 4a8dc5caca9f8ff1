import { DocumentStateList, SettingList, UserList } from "@cosmic/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, startTestService, type TestService } from "./test-service.ts";

const V1 = "/api/v1";
const USERS = ["ada", "ada-2", "bob", "cleo", "dan"];

// What operators see of users: how many documents there are and in which state, and no word of them.
describe("lists for operators", () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ EMBEDDING_WORKERS: "1" });
    const documents = USERS.flatMap((user_id, i) =>
      Array.from({ length: i + 1 }, (_, n) => ({
        ...{ user_id, text: `Balloons over the harbour, ${n}.`, title: "Balloons" },
        metadata: { mood: "balloons" },
      })),
    );
    await service.request("POST", `${V1}/documents/bulk_create/`, JSON.stringify({ documents }));
    await service.settled();
  });
  afterAll(() => service?.stop());

  const users = async (path: string) => bodyOf(UserList, await service.request("GET", path));
  const states = async (query: string) =>
    bodyOf(DocumentStateList, await service.request("GET", `${V1}/documents/states/${query}`));

  it("users come by id with how many documents they have, page by page and back", async () => {
    const first = await users(`${V1}/users/?limit=2`);
    expect(first).toMatchObject({
      ...{ count: 5, previous: null },
      results: [
        { user_id: "ada", documents: { pending: 0, processing: 0, completed: 1, failed: 0 }, erasure: null },
        { user_id: "ada-2", documents: { completed: 2 } },
      ],
    });
    const second = await users(first.next ?? "");
    expect(second.results.map((it) => it.user_id)).toEqual(["bob", "cleo"]);
    const back = await users(second.previous ?? "");
    expect(back.results).toEqual(first.results);
    const last = await users(second.next ?? "");
    expect([last.results.map((it) => it.user_id), last.next]).toEqual([["dan"], null]);
  });

  it("users are found by how their id begins", async () => {
    const found = await users(`${V1}/users/?prefix=ada`);
    expect([found.count, found.results.map((it) => it.user_id)]).toEqual([2, ["ada", "ada-2"]]);
    expect((await users(`${V1}/users/?prefix=a%25`)).count).toBe(0);
  });

  it("documents are told of without their words", async () => {
    const answer = await service.request("GET", `${V1}/documents/states/?user_id=cleo`);
    const text = await answer.clone().text();
    expect(text).not.toMatch(/balloons/i);
    const { count, results } = await bodyOf(DocumentStateList, answer);
    expect(count).toBe(4);
    const [one] = results;
    expect(one).toMatchObject({ user_id: "cleo", embedding_status: "completed", embedding_error: null });
    const alone = await states(`?document_id=${one?.id}`);
    expect(alone.results).toEqual([one]);
    expect((await states("?embedding_status=failed")).count).toBe(0);
  });

  it("a search in words is refused where words are not shown", async () => {
    expect((await service.request("GET", `${V1}/documents/states/?q=balloons`)).status).toBe(400);
  });

  it("the settings are those that the process was started with", async () => {
    const { results } = await bodyOf(SettingList, await service.request("GET", `${V1}/settings/`));
    expect(results).toContainEqual({ name: "EMBEDDING_WORKERS", value: "1", given: true, secret: false });
  });
});

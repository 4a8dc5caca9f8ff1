import type { ChildService } from "../service/tests/flows/child-service.ts";
import { load } from "./running-service.ts";
import { makeTexts } from "./texts.ts";

const USERS = 10;
/** Documents written, queries asked and documents deleted in one turn. */
const EACH = 20;

/** Writing, searching and deleting a little at a time, so that as many documents stay as there were. */
export function mixedLoad(service: ChildService): (turn: number) => Promise<void> {
  const queries = makeTexts(5000, 10, 9);
  return async (turn) => {
    const texts = makeTexts(EACH, turn % 2 ? 17.6 : 146.5, 1000 + turn);
    await load(
      service,
      texts.map((text) => ({ user_id: `user-${turn % USERS}`, text })),
    );
    for (let i = 0; i < EACH; i++) {
      const query = queries[(turn * EACH + i) % queries.length] ?? "day";
      const body = { query, user_id: `user-${i % USERS}` };
      const { response } = await service.client.POST("/api/v1/search/", { body });
      if (!response.ok) throw new Error(`a search was answered with ${response.status}`);
    }
    const { data } = await service.client.GET("/api/v1/documents/", { params: { query: { limit: EACH } } });
    for (const { id } of data?.results ?? []) {
      await service.client.DELETE("/api/v1/documents/{id}/", { params: { path: { id } } });
    }
  };
}

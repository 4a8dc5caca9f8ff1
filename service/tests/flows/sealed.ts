import type { ChildService } from "./child-service.ts";

/** Whether what was written before there was a key is sealed, and the index that holds words is gone. */
export async function isAllSealed({ client }: ChildService): Promise<boolean> {
  const { data: jobs } = await client.GET("/api/v1/jobs/", { params: { query: { name: "seal-documents" } } });
  const { data: indexes } = await client.GET("/api/v1/models/indexes/");
  const shown = indexes?.results.filter(({ state }) => state !== "dropped") ?? [];
  return jobs?.results[0]?.state === "completed" && shown.length === 1;
}

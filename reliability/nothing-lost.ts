import type { Health } from "@cosmic/contract";
import { type TestService, until } from "../service/tests/flows/test-service.ts";
import { verdict } from "./verdict.ts";

/**
 * That every acknowledged document is there, all are completed, and rows and index are equal. Nothing may be in work.
 *
 * @param where goes before each verdict
 */
export async function judgeNothingLost(
  service: Pick<TestService, "client">,
  acknowledged: readonly string[],
  where = "",
): Promise<boolean> {
  const states = await statesOf(service);
  const missing = acknowledged.filter((id) => !states.has(id));
  const unfinished = [...states.values()].filter((state) => state !== "completed");
  const verdicts = [
    verdict(
      `${where}every acknowledged document is there`,
      missing.length === 0,
      `${missing.length} missing of ${acknowledged.length}`,
    ),
    verdict(
      `${where}every document is completed`,
      unfinished.length === 0,
      `${unfinished.length} of ${states.size} are not`,
    ),
  ];
  const report = await reconcile(service);
  const equal = report?.queued === 0 && report.removed === 0 && report.passages === report.passages_indexed;
  verdicts.push(
    verdict(
      `${where}rows and index are equal`,
      equal,
      `${report?.passages} and ${report?.passages_indexed} passages, ${report?.queued} lacking, ${report?.removed} too many`,
    ),
  );
  return verdicts.every((holds) => holds);
}

async function reconcile({ client }: Pick<TestService, "client">): Promise<Health["reconciliation"]> {
  const { data: job } = await client.POST("/api/v1/models/reconcile/", {});
  await until(async () => {
    const path = { id: job?.job_id ?? "" };
    return (await client.GET("/api/v1/jobs/{id}/", { params: { path } })).data?.state === "completed";
  });
  return (await client.GET("/api/v1/health/")).data?.reconciliation ?? null;
}

async function statesOf({ client }: Pick<TestService, "client">): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const { data } = await client.GET("/api/v1/documents/", { params: { query } });
    for (const { id, embedding_status } of data?.results ?? []) states.set(id, embedding_status);
    cursor = data?.next
      ? (new URL(data.next, "http://localhost").searchParams.get("cursor") ?? undefined)
      : undefined;
  } while (cursor !== undefined);
  return states;
}

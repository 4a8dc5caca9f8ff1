import { Check } from "typebox/value";
import { ProblemAnswer } from "../../../src/api/problem.ts";
import { reasonHeader } from "../documents/reason.ts";

/**
 * Has the browser save everything of a user as JSON. Not by a link, which could not say the reason.
 *
 * @throws Error what the service says, if it refuses
 */
export async function saveExport(id: string, reason: string): Promise<void> {
  const answer = await fetch(`/api/v1/users/${encodeURIComponent(id)}/export/`, {
    headers: reasonHeader(reason),
  });
  if (!answer.ok) {
    const problem: unknown = await answer.json().catch(() => undefined);
    throw new Error(
      Check(ProblemAnswer, problem) ? problem.detail : `The service answered ${answer.status}.`,
    );
  }
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = `journal-${id.replace(/[^\w.-]+/g, "_")}.json`;
  link.click();
  URL.revokeObjectURL(address);
}

import type { JobSummary } from "@cosmic/contract";
import { command } from "../../../src/api/request.ts";
import { Act } from "../parts/act.tsx";

/** What can be done with a job in its state. */
export function JobActions({ job: { id, name, state } }: { job: JobSummary }) {
  const order = (what: "cancel" | "retry") => () => command(`/v1/jobs/${id}/${what}/`, { method: "POST" });
  switch (state) {
    case "waiting":
    case "active":
      return <Act label="Cancel" to={`${name} ${id}`} act={order("cancel")} said={`${name} is cancelled.`} />;
    case "failed":
    case "cancelled":
      return (
        <Act
          label="Retry"
          to={`${name} ${id}`}
          act={order("retry")}
          said={`${name} waits for its turn again.`}
        />
      );
    case "completed":
      return "–";
  }
}

import { plural } from "../../../src/dates/words.ts";
import { Act } from "../parts/act.tsx";
import { drain } from "./drain.ts";

/** @param kind of jobs; all kinds without one */
export function DrainButton({ kind }: { kind: string | undefined }) {
  const which = kind === undefined ? "all waiting jobs" : `all waiting jobs of the kind ${kind}`;
  return (
    <Act
      label="Drain"
      to={which}
      size="sm"
      danger
      act={() => drain(kind)}
      said={(count) => `${plural(count, "job")} cancelled.`}
      ask={{
        title: "Cancel what waits?",
        body: (
          <p>
            This cancels {which}. What runs now goes on. Cancelled jobs can be retried; documents that still
            wait are queued again by the sweeper.
          </p>
        ),
      }}
    />
  );
}

import { command } from "../../../src/api/request.ts";
import { Act } from "./act.tsx";

interface RunActionsProps {
  run: { name: string; state: string };
  /** Of the run in the API, without a slash at its end. */
  path: string;
  onDeleted?: () => void;
}

/** An experiment or a training is cancelled while it is not at its end, and deleted afterwards. */
export function RunActions({ run: { name, state }, path, onDeleted }: RunActionsProps) {
  if (state === "pending" || state === "running") {
    return (
      <Act
        label="Cancel"
        to={name}
        act={() => command(`${path}/cancel/`, { method: "POST" })}
        said={`${name} is cancelled.`}
      />
    );
  }
  return (
    <Act
      label="Delete"
      to={name}
      danger
      act={async () => {
        await command(`${path}/`, { method: "DELETE" });
        onDeleted?.();
      }}
      said={`${name} was deleted.`}
      ask={{ title: "Delete this run?", body: <p>{name} goes with all that it left behind, for good.</p> }}
    />
  );
}

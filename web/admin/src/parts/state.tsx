import styles from "./state.module.css";

const KINDS: Partial<Record<string, "good" | "bad" | "busy">> = {
  ...{ ok: "good", completed: "good", active: "good", ready: "good", watching: "good", gain: "good" },
  ...{ failed: "bad", failing: "bad", degraded: "bad", gone: "bad", revoked: "bad" },
  ...{ processing: "busy", running: "busy", building: "busy", pending: "busy", waiting: "busy" },
};

/** A state by its name; the dot before it is for the eye only. */
export function State({ value }: { value: string }) {
  return (
    <span className={styles.state} data-kind={KINDS[value]}>
      {value.replaceAll("_", " ")}
    </span>
  );
}

import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Dialog } from "../../../src/shell/dialog.tsx";
import { useAction } from "../api/use-action.ts";

interface ActProps<Answer> {
  label: string;
  /** What it is done to, for readers, where several buttons have the same label. */
  to?: string;
  act: () => Promise<Answer>;
  /** Said when it was done. */
  said: string | ((answer: Answer) => string);
  /** Asked before it is done; what can be taken back is not asked. */
  ask?: { title: string; body: ReactNode };
  danger?: boolean;
  size?: "xs" | "sm";
}

/** A button that changes something on the service. */
export function Act<Answer>({ label, to, act, said, ask, danger = false, size = "xs" }: ActProps<Answer>) {
  const [asking, setAsking] = useState(false);
  const action = useAction<void, Answer>(act, said);
  const run = () => {
    setAsking(false);
    action.mutate();
  };
  return (
    <>
      <Button
        variant={danger ? "danger" : "default"}
        size={size}
        aria-label={to === undefined ? undefined : `${label}: ${to}`}
        loading={action.isPending}
        onClick={ask ? () => setAsking(true) : run}
      >
        {label}
      </Button>
      {ask && (
        <Dialog
          title={ask.title}
          open={asking}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button variant="default" onClick={() => setAsking(false)}>
                Leave it
              </Button>
              <Button variant={danger ? "danger" : "filled"} onClick={run}>
                {label}
              </Button>
            </>
          }
        >
          {ask.body}
        </Dialog>
      )}
    </>
  );
}

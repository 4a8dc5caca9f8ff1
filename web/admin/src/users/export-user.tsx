import { Button } from "@mantine/core";
import { useState } from "react";
import { useAction } from "../api/use-action.ts";
import { ReasonDialog } from "../documents/reason-dialog.tsx";
import { useWho } from "../session/session.ts";
import { saveExport } from "./save-export.ts";

/** Everything of a user as a file; an admin says why. */
export function ExportUser({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  const needsReason = useWho().kind === "admin";
  const save = useAction((reason: string) => saveExport(id, reason), `The data of ${id} was saved.`);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={`Export: ${id}`}
        loading={save.isPending}
        onClick={() => (needsReason ? setAsking(true) : save.mutate(""))}
      >
        Export
      </Button>
      <ReasonDialog
        open={asking}
        onClose={() => setAsking(false)}
        onReason={(reason) => {
          setAsking(false);
          save.mutate(reason);
        }}
      />
    </>
  );
}

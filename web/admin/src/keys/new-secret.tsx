import type { NewApiKey } from "@cosmic/contract";
import { Button } from "@mantine/core";
import { Dialog } from "../../../src/shell/dialog.tsx";
import styles from "../parts/form.module.css";
import { say } from "../shell/said.tsx";

/** The one time that a secret is shown. */
export function NewSecret({ made, onClose }: { made: NewApiKey | undefined; onClose: () => void }) {
  const copy = async (key: string) => {
    try {
      await navigator.clipboard.writeText(key);
      say("The key is copied.");
    } catch {
      say("The browser does not let it be copied. Mark it by hand.", "error");
    }
  };
  return (
    <Dialog
      title={made ? `The secret of ${made.name}` : ""}
      open={made !== undefined}
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={() => made && copy(made.key)}>
            Copy
          </Button>
          <Button onClick={onClose}>It is kept</Button>
        </>
      }
    >
      <p>This is shown once; only its hash is kept.</p>
      <code className={styles.code}>{made?.key}</code>
    </Dialog>
  );
}

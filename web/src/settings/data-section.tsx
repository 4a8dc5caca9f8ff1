import { Button } from "@mantine/core";
import { useState } from "react";
import { EraseDialog } from "./erase-dialog.tsx";
import { Section } from "./section.tsx";
import styles from "./settings-page.module.css";

export function DataSection() {
  const [erasing, setErasing] = useState(false);
  return (
    <Section title="My data">
      <p>All that is kept of you, in one file.</p>
      <p className={styles.links}>
        <a href="/api/me/export?format=json" download>
          Export as JSON
        </a>
        <a href="/api/me/export?format=markdown" download>
          Export as Markdown
        </a>
      </p>
      <p>Or erase all of it: entries, what search knows of them, and the account. It cannot be undone.</p>
      <Button variant="danger" onClick={() => setErasing(true)}>
        Erase everything…
      </Button>
      <EraseDialog open={erasing} onClose={() => setErasing(false)} />
    </Section>
  );
}

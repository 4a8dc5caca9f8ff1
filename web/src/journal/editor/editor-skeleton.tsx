import { Skeleton } from "@mantine/core";
import styles from "./editor.module.css";

/** As high as the editor is before anything is written. */
export function EditorSkeleton() {
  return (
    <div className={styles.editor} aria-busy="true">
      <div className={styles.details}>
        {["date", "mood", "tags"].map((part) => (
          <Skeleton key={part} height="3.75rem" />
        ))}
      </div>
      <Skeleton height="2.5rem" width="60%" />
      <Skeleton height="50vh" mt="1rem" />
    </div>
  );
}

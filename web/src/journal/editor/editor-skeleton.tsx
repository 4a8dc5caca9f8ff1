import { Skeleton } from "@mantine/core";
import styles from "./editor.module.css";

/** As high as the editor is before anything is written. */
export function EditorSkeleton() {
  return (
    <div className={styles.editor} aria-busy="true">
      <div className={styles.details}>
        <Skeleton height="3.75rem" />
        <Skeleton height="3.75rem" />
        <Skeleton height="3.75rem" className={styles.tags ?? ""} />
      </div>
      <Skeleton height="2.5rem" width="60%" />
      <Skeleton height="50vh" mt="1rem" />
    </div>
  );
}

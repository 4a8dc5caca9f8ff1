import type { ReactNode } from "react";
import styles from "./notice.module.css";

interface NoticeProps {
  children: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
  kind?: "plain" | "error";
}

export function Notice({ children, action, kind = "plain" }: NoticeProps) {
  return (
    <div className={styles.notice} data-kind={kind} role={kind === "error" ? "alert" : undefined}>
      <div>{children}</div>
      {action}
    </div>
  );
}

import { Link } from "wouter";
import styles from "./back-link.module.css";

/** Above the title of a page: where it belongs. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className={styles.back}>
      {children}
    </Link>
  );
}

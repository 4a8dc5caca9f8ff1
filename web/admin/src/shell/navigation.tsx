import { Link, useLocation } from "wouter";
import styles from "./shell.module.css";

const PLACES = [
  { href: "/", label: "Dashboard" },
  { href: "/documents", label: "Documents" },
  { href: "/jobs", label: "Jobs" },
  { href: "/indexes", label: "Indexes and models" },
  { href: "/experiments", label: "Experiments" },
  { href: "/tuning", label: "Tuning" },
  { href: "/sync", label: "Sync" },
  { href: "/users", label: "Users" },
  { href: "/keys", label: "Keys" },
  { href: "/audit", label: "Audit log" },
  { href: "/settings", label: "Settings" },
];

export function Navigation() {
  const [path] = useLocation();
  const isHere = (href: string) => (href === "/" ? path === "/" : path.startsWith(href));
  return (
    <nav aria-label="Main" className={styles.nav}>
      <ul>
        {PLACES.map(({ href, label }) => (
          <li key={href}>
            <Link href={href} aria-current={isHere(href) ? "page" : undefined}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import type { ComponentType } from "react";
import { Link, useLocation } from "wouter";
import { JournalIcon, PatternsIcon, PenIcon, SearchIcon, SettingsIcon } from "./icons.tsx";
import styles from "./shell.module.css";

const PLACES: { href: string; label: string; Icon: ComponentType }[] = [
  { href: "/journal", label: "Journal", Icon: JournalIcon },
  { href: "/search", label: "Search", Icon: SearchIcon },
  { href: "/patterns", label: "Patterns", Icon: PatternsIcon },
  { href: "/settings", label: "Settings", Icon: SettingsIcon },
];

export function Navigation() {
  const [path] = useLocation();
  return (
    <nav aria-label="Main" className={styles.nav}>
      <ul>
        {PLACES.map(({ href, label, Icon }) => (
          <li key={href}>
            <Link href={href} aria-current={path.startsWith(href) ? "page" : undefined}>
              <Icon />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function NewEntryLink() {
  return (
    <Link href="/journal/new" className={styles.new}>
      <PenIcon />
      New entry
    </Link>
  );
}

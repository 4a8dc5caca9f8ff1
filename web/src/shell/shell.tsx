import { type ReactNode, useState } from "react";
import { Link, useLocation } from "wouter";
import { LiveUpdates } from "../live/live-updates.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { Mark } from "./mark.tsx";
import { Navigation, NewEntryLink } from "./navigation.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import styles from "./shell.module.css";
import { useShortcut, useShortcutListener } from "./shortcuts.ts";

/** What surrounds every page of somebody who is signed in. */
export function Shell({ children }: { children: ReactNode }) {
  const [, navigate] = useLocation();
  const [help, setHelp] = useState(false);
  useShortcutListener();
  useShortcut("?", () => setHelp(true));
  useShortcut("n", () => navigate("/journal/new"));
  useShortcut("/", () => navigate("/search"));
  useShortcut("g j", () => navigate("/journal"));
  useShortcut("g s", () => navigate("/search"));
  useShortcut("g p", () => navigate("/patterns"));
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        Skip to the content
      </a>
      <LiveUpdates />
      <header className={styles.header}>
        <Link href="/journal" className={styles.brand}>
          <Mark /> <span>Cosmic Insights</span>
        </Link>
        <NewEntryLink />
        <Navigation />
        <button type="button" className={styles.help} onClick={() => setHelp(true)}>
          Keyboard <kbd>?</kbd>
        </button>
      </header>
      <main id="content" tabIndex={-1} className={styles.main} data-programmatic-focus>
        {children}
      </main>
      <OfflineBanner />
      <HelpDialog open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

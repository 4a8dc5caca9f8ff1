import { Button, useMantineColorScheme } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Choice } from "../../../src/shell/choice.tsx";
import { Mark } from "../../../src/shell/mark.tsx";
import { useSignOut, useWho } from "../session/session.ts";
import { Navigation } from "./navigation.tsx";
import { Said } from "./said.tsx";
import styles from "./shell.module.css";

const SCHEMES = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "Auto" },
] as const;

/** What surrounds every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        Skip to the content
      </a>
      <header className={styles.header}>
        <Link href="/" className={styles.brand}>
          <Mark /> <span>Cosmic Insights</span>
        </Link>
        <Navigation />
        <div className={styles.foot}>
          <Choice label="Colours" options={SCHEMES} value={colorScheme} onChange={setColorScheme} />
          <Who />
        </div>
      </header>
      <main id="content" tabIndex={-1} className={styles.main} data-programmatic-focus>
        <Said />
        {children}
      </main>
    </div>
  );
}

function Who() {
  const { kind, name } = useWho();
  const signOut = useSignOut();
  if (kind === "local") return <p className={styles.who}>Access control is off: nobody signs in.</p>;
  return (
    <>
      <p className={styles.who}>{name}</p>
      <Button variant="default" size="xs" onClick={() => signOut.mutate()} loading={signOut.isPending}>
        Sign out
      </Button>
    </>
  );
}

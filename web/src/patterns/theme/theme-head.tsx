import type { Theme } from "@cosmic/contract/patterns";
import { useRef, useState } from "react";
import { Link } from "wouter";
import { plural, shortDate } from "../../dates/words.ts";
import { searchAddress } from "../../search/filters.ts";
import { announce } from "../../shell/announcer.tsx";
import { Notice } from "../../shell/notice.tsx";
import { PageTitle } from "../../shell/page-title.tsx";
import { SignMark } from "../signs/sign-mark.tsx";
import { nameOf, trendInWords } from "../themes/words.ts";
import { useChangeTheme } from "./changes.ts";
import { MergeDialog } from "./merge-dialog.tsx";
import { RenameForm } from "./rename-form.tsx";
import styles from "./theme-page.module.css";

/** Name and facts of a theme, and what its user can say of it. */
export function ThemeHead({ theme }: { theme: Theme }) {
  const [asked, setAsked] = useState<"rename" | "merge">();
  const change = useChangeTheme(theme.id);
  const renaming = useRef<HTMLButtonElement>(null);
  const name = nameOf(theme);
  const hide = (hidden: boolean) => {
    change.mutate({ hidden });
    announce(hidden ? "The theme is hidden." : "The theme is shown again.");
  };
  const endRename = () => {
    setAsked(undefined);
    // The field that had it goes away.
    renaming.current?.focus();
  };
  return (
    <header className={styles.head}>
      <PageTitle
        className={asked === "rename" ? "visually-hidden" : styles.title}
        heading={
          <>
            <SignMark index={theme.group} /> {name}
          </>
        }
      >
        {name}
      </PageTitle>
      {asked === "rename" && (
        <RenameForm
          theme={theme}
          onRename={(next) => {
            change.mutate({ name: next });
            announce(next === null ? "The theme has its found name again." : "The theme is renamed.");
            endRename();
          }}
          onCancel={endRename}
        />
      )}
      <p className={styles.facts}>{factsOf(theme)}</p>
      {theme.terms.length > 0 && (
        <ul className={styles.terms} aria-label="Words of this theme">
          {theme.terms.map((term) => (
            <li key={term}>
              <Link href={searchAddress({ q: term })}>{term}</Link>
            </li>
          ))}
        </ul>
      )}
      {change.error && <Notice kind="error">That was not saved. {change.error.message}</Notice>}
      {theme.hidden && (
        <Notice
          action={
            <button type="button" className={styles.link} onClick={() => hide(false)}>
              Show it again
            </button>
          }
        >
          This theme is hidden: it is neither in the list nor on the map.
        </Notice>
      )}
      <p className={styles.actions}>
        <button ref={renaming} type="button" onClick={() => setAsked("rename")}>
          Rename
        </button>
        {!theme.hidden && (
          <button type="button" onClick={() => hide(true)}>
            Hide
          </button>
        )}
        <button type="button" onClick={() => setAsked("merge")}>
          Merge into another
        </button>
      </p>
      <MergeDialog theme={theme} open={asked === "merge"} onClose={() => setAsked(undefined)} />
    </header>
  );
}

function factsOf({ documents, first_seen, last_seen, trend, name, label }: Theme): string {
  return [
    plural(documents, "entry", "entries"),
    first_seen && last_seen && `${shortDate(first_seen)} to ${shortDate(last_seen)}`,
    trendInWords(trend),
    name !== null && `found as “${label}”`,
  ]
    .filter(Boolean)
    .join(" · ");
}

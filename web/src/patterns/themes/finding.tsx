import type { Patterns } from "@cosmic/contract/patterns";
import { Button } from "@mantine/core";
import { type FocusEvent, useLayoutEffect, useRef } from "react";
import { plural, shortDate } from "../../dates/words.ts";
import { Notice } from "../../shell/notice.tsx";
import { isRunning } from "../queries.ts";
import styles from "./themes.module.css";
import { useCancelThemes, useFindThemes } from "./use-find-themes.ts";

/** Where the search for themes stands, and what can be done about it. */
export function Finding({ patterns }: { patterns: Patterns }) {
  const find = useFindThemes();
  const { state, job, documents, least_documents, themes } = patterns;
  const running = isRunning(patterns);
  const area = useKeptFocus(running);
  const button = (words: string) => (
    <Button
      variant={state === "found" ? "default" : "filled"}
      onClick={() => find.mutate()}
      loading={find.isPending}
    >
      {words}
    </Button>
  );
  return (
    <section className={styles.finding} aria-label="Search for themes" {...area}>
      {state === "found" && (
        <p className={styles.number}>{plural(themes.filter(({ hidden }) => !hidden).length, "theme")}</p>
      )}
      {find.error && <Notice kind="error">The search did not begin. {find.error.message}</Notice>}
      {running ? (
        <Progress patterns={patterns} />
      ) : job?.state === "failed" ? (
        <Notice kind="error" action={button("Try again")}>
          Finding themes did not work. {job.error}
        </Notice>
      ) : (
        <>
          <p>{inWords(patterns)}</p>
          {documents >= least_documents && isWorthIt(patterns) && button(wordsOf(patterns))}
        </>
      )}
    </section>
  );
}

/** Its buttons go away when they have done their work: the focus stays nearby, not lost to the top of the page. */
function useKeptFocus(running: boolean) {
  const ref = useRef<HTMLElement>(null);
  const within = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes when it runs is which buttons there are
  useLayoutEffect(() => {
    if (within.current && document.activeElement === document.body) {
      ref.current?.focus({ preventScroll: true });
    }
  }, [running]);
  return {
    ref,
    tabIndex: -1,
    onFocus() {
      within.current = true;
    },
    onBlur({ relatedTarget }: FocusEvent) {
      if (relatedTarget && !ref.current?.contains(relatedTarget)) within.current = false;
    },
  };
}

function Progress({ patterns: { job, documents } }: { patterns: Patterns }) {
  const cancel = useCancelThemes();
  const progress = job?.state === "active" ? job.progress : null;
  const share = progress?.total ? progress.done / progress.total : 0;
  return (
    <div className={styles.progress}>
      <label htmlFor="themes-progress">
        {job?.state === "waiting"
          ? "The search for themes waits for its turn."
          : `Looking for what belongs together in ${plural(documents, "entry", "entries")} …`}
      </label>
      <span>{progress && `${Math.round(100 * share)} %`}</span>
      <progress id="themes-progress" value={share} max={1} />
      <Button variant="default" onClick={() => cancel.mutate()} loading={cancel.isPending}>
        Cancel
      </Button>
      {cancel.error && <Notice kind="error">It could not be cancelled. {cancel.error.message}</Notice>}
    </div>
  );
}

function inWords({ state, documents, least_documents, outliers, computed_at, changed_since }: Patterns) {
  if (documents < least_documents) {
    return `Themes need at least ${plural(least_documents, "entry", "entries")}. There ${documents === 1 ? "is" : "are"} ${documents} so far.`;
  }
  if (state === "none")
    return "What keeps coming back in the journal is gathered here once it has been looked for.";
  if (state === "not_enough")
    return `There are ${plural(documents, "entry", "entries")} now, which is enough.`;
  return [
    `In ${plural(documents, "entry", "entries")}`,
    computed_at !== null && `, found on ${shortDate(computed_at)}`,
    outliers > 0 && `; ${outliers} in none of them`,
    ".",
    changed_since > 0 && ` Since then ${plural(changed_since, "entry has", "entries have")} changed.`,
  ]
    .filter(Boolean)
    .join("");
}

const isWorthIt = ({ state, changed_since }: Patterns) => state !== "found" || changed_since > 0;
const wordsOf = ({ state }: Patterns) => (state === "found" ? "Find them again" : "Find themes");

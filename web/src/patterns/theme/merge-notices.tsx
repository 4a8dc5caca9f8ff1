import type { Theme } from "@cosmic/contract/patterns";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import { plural } from "../../dates/words.ts";
import { announce } from "../../shell/announcer.tsx";
import { Notice } from "../../shell/notice.tsx";
import { patternsQuery, themeQuery } from "../queries.ts";
import { nameOf } from "../themes/words.ts";
import { useMergeTheme } from "./changes.ts";
import styles from "./theme-page.module.css";

/** What a link says of a merge that has just been made. */
export interface MergedState {
  merged: string;
  name: string;
}

/** What the user merged into this theme, or this theme into; and how to take it back. */
export function MergeNotices({ theme }: { theme: Theme }) {
  const { data: patterns } = useQuery(patternsQuery);
  const merge = useMergeTheme();
  const [, navigate] = useLocation();
  const fresh = mergedOf(useHistoryState());
  const whole = patterns?.themes.find(({ merged }) => merged.includes(theme.id));
  const takeBack = (id: string) =>
    merge.mutate(
      { id, into: null },
      {
        onSuccess: () => {
          announce("The themes are apart again.");
          if (id === fresh?.merged) navigate(`/patterns/themes/${id}`);
        },
      },
    );
  return (
    <div>
      {merge.error && <Notice kind="error">They could not be taken apart. {merge.error.message}</Notice>}
      {whole && (
        <Notice
          action={<TakeApart name={nameOf(theme)} words="Take apart" onClick={() => takeBack(theme.id)} />}
        >
          This theme is merged into <Link href={`/patterns/themes/${whole.id}`}>{nameOf(whole)}</Link>.
        </Notice>
      )}
      {fresh && theme.merged.includes(fresh.merged) ? (
        <Notice action={<TakeApart name={fresh.name} words="Undo" onClick={() => takeBack(fresh.merged)} />}>
          “{fresh.name}” is part of this theme now.
        </Notice>
      ) : (
        theme.merged.length > 0 && <Parts ids={theme.merged} onTakeApart={takeBack} />
      )}
    </div>
  );
}

function Parts({ ids, onTakeApart }: { ids: readonly string[]; onTakeApart: (id: string) => void }) {
  const parts = useQueries({ queries: ids.map((id) => themeQuery(id, "year")) });
  return (
    <details className={styles.parts}>
      <summary>{plural(ids.length, "theme is", "themes are")} merged into this one</summary>
      <ul>
        {ids.map((id, i) => {
          const theme = parts[i]?.data?.theme;
          const name = theme ? nameOf(theme) : "A theme";
          return (
            <li key={id}>
              {name} <TakeApart name={name} words="Take apart" onClick={() => onTakeApart(id)} />
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function TakeApart({ name, words, onClick }: { name: string; words: string; onClick: () => void }) {
  return (
    <button type="button" className={styles.link} aria-label={`${words}: ${name}`} onClick={onClick}>
      {words}
    </button>
  );
}

function mergedOf(state: unknown): MergedState | undefined {
  if (typeof state !== "object" || state === null || !("merged" in state) || !("name" in state))
    return undefined;
  const { merged, name } = state;
  return typeof merged === "string" && typeof name === "string" ? { merged, name } : undefined;
}

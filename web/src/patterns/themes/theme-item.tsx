import type { Theme } from "@cosmic/contract/patterns";
import { Link } from "wouter";
import { plural } from "../../dates/words.ts";
import { SignMark } from "../signs/sign-mark.tsx";
import { Sparkline } from "./sparkline.tsx";
import styles from "./themes.module.css";
import { moodsInWords, nameOf, trendInWords } from "./words.ts";

interface ThemeItemProps {
  theme: Theme;
  /** Of its entries in equal steps of time; undefined until they are known. */
  counts: readonly number[] | undefined;
  /** Whether it is said that it is new. */
  changed: boolean;
}

export function ThemeItem({ theme, counts, changed }: ThemeItemProps) {
  const moods = moodsInWords(theme.moods);
  return (
    <li className={styles.item} data-theme>
      <SignMark index={theme.group} />
      <div className={styles.about}>
        <p className={styles.name}>
          <Link href={`/patterns/themes/${theme.id}`}>{nameOf(theme)}</Link>
          {changed && theme.change === "new" && <span className={styles.change}>new</span>}
          {changed && theme.change === "split" && <span className={styles.change}>split off</span>}
        </p>
        <p className={styles.facts}>
          {plural(theme.documents, "entry", "entries")} · {trendInWords(theme.trend)}
        </p>
        {moods && <p className={styles.facts}>{moods}</p>}
      </div>
      <Sparkline counts={counts} sign={theme.group} />
    </li>
  );
}

import { useQuery } from "@tanstack/react-query";
import { vocabularyQuery } from "../journal/entries.ts";
import type { SearchFilters } from "./filters.ts";
import styles from "./search-page.module.css";

const MOST = 6;

/** Before anything is asked for. */
export function SearchStart({ onChoose }: { onChoose: (part: Partial<SearchFilters>) => void }) {
  const { data } = useQuery(vocabularyQuery);
  return (
    <div className={styles.start}>
      <p>
        Ask for what it was about: <em>feeling at home in a new city</em>, or <em>when I doubted my work</em>.
        Words in double quotes must stand so in the entry.
      </p>
      <div className={styles.suggestions}>
        {data && data.moods.length > 0 && <h2>Moods</h2>}
        {data?.moods.slice(0, MOST).map(({ value, count }) => (
          <button key={value} type="button" onClick={() => onChoose({ mood: value })}>
            {value} <span>{count}</span>
          </button>
        ))}
        {data && data.tags.length > 0 && <h2>Tags</h2>}
        {data?.tags.slice(0, MOST).map(({ value, count }) => (
          <button key={value} type="button" onClick={() => onChoose({ tag: value })}>
            #{value} <span>{count}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

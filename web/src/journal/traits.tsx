import { Link } from "wouter";
import { searchAddress } from "../search/filters.ts";
import styles from "./traits.module.css";

interface TraitsProps {
  mood: string | null;
  tags: readonly string[];
}

/** Mood and tags; each leads to what else has it. */
export function Traits({ mood, tags }: TraitsProps) {
  if (mood === null && tags.length === 0) return null;
  return (
    <ul className={styles.traits} aria-label="Mood and tags">
      {mood !== null && (
        <li>
          <Link href={searchAddress({ mood })} className={styles.mood}>
            {mood}
          </Link>
        </li>
      )}
      {tags.map((tag) => (
        <li key={tag}>
          <Link href={searchAddress({ tag })}>#{tag}</Link>
        </li>
      ))}
    </ul>
  );
}

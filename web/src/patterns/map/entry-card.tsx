import { Link } from "wouter";
import { longDate } from "../../dates/words.ts";
import { SignMark } from "../signs/sign-mark.tsx";
import { addressOf, type Dot } from "./dots.ts";
import styles from "./theme-map.module.css";
import type { Place, Size } from "./view.ts";

interface EntryCardProps {
  dot: Dot;
  /** Of the dot, in pixels. */
  at: Place;
  size: Size;
  onLeave: () => void;
}

/** What a dot stands for, beside it. It can be gone to with the mouse, so that it may be read and followed. */
export function EntryCard({ dot: { entry, theme }, at, size, onLeave }: EntryCardProps) {
  const address = addressOf(entry);
  const [left, above] = [at.x > size.width / 2, at.y > size.height / 2];
  return (
    <div
      data-card
      className={styles.card}
      style={{
        ...(left ? { right: size.width - at.x + 8 } : { left: at.x + 8 }),
        ...(above ? { bottom: size.height - at.y + 8 } : { top: at.y + 8 }),
      }}
      onPointerLeave={onLeave}
    >
      <p className={styles.cardTitle}>
        {address ? (
          <Link href={address} tabIndex={-1}>
            {entry.title}
          </Link>
        ) : (
          entry.title
        )}
      </p>
      <p>{[longDate(entry.date), entry.mood].filter(Boolean).join(" · ")}</p>
      <p>
        <SignMark index={theme?.sign} /> {theme?.name ?? "In no theme"}
      </p>
    </div>
  );
}

export function dotInWords({ entry, theme }: Dot): string {
  return [entry.title, longDate(entry.date), entry.mood, theme ? `theme ${theme.name}` : "in no theme"]
    .filter(Boolean)
    .join(", ");
}

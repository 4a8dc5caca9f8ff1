import styles from "./sign-mark.module.css";
import { signOf } from "./signs.ts";

/** A sign beside its name. Without an index the ring of what belongs to nothing. */
export function SignMark({ index }: { index: number | undefined }) {
  if (index === undefined) {
    return (
      <svg className={styles.mark} viewBox="-1.5 -1.5 3 3" aria-hidden="true">
        <circle r="0.9" className={styles.ring} />
      </svg>
    );
  }
  const { colour, outline } = signOf(index);
  return (
    <svg className={styles.mark} viewBox="-1.5 -1.5 3 3" aria-hidden="true">
      <path d={outline} style={{ fill: `var(${colour})` }} />
    </svg>
  );
}

import type { Patterns } from "@cosmic/contract/patterns";
import { plural } from "../../dates/words.ts";
import { SignMark } from "../signs/sign-mark.tsx";
import type { Dot, MapTheme } from "./dots.ts";
import styles from "./map-page.module.css";
import { type Bounds, boundsOf } from "./view.ts";

interface LegendProps {
  groups: Patterns["groups"];
  themes: readonly MapTheme[];
  dots: readonly Dot[];
  onEmphasis: (themes: ReadonlySet<string> | undefined) => void;
  onTarget: (part: Bounds) => void;
}

/** What the signs mean. Each group can be pointed at, which sets it off, and gone to. */
export function Legend({ groups, themes, dots, onEmphasis, onTarget }: LegendProps) {
  const outside = dots.filter(({ theme }) => theme === undefined).length;
  const byGroup = [...Map.groupBy(themes, ({ sign }) => sign)];
  return (
    <>
      <h2>Groups</h2>
      <ul className={styles.legend}>
        {byGroup.map(([sign, members]) => {
          const ids = new Set(members.map(({ id }) => id));
          const own = () => dots.filter(({ theme }) => theme && ids.has(theme.id));
          return (
            <li key={sign}>
              <button
                type="button"
                onClick={() => onTarget(boundsOf(own()))}
                onPointerEnter={() => onEmphasis(ids)}
                onPointerLeave={() => onEmphasis(undefined)}
                onFocus={() => onEmphasis(ids)}
                onBlur={() => onEmphasis(undefined)}
              >
                <SignMark index={sign} />
                <span>
                  {members.length === 1 ? members[0]?.name : groups[sign]?.label}
                  {members.length > 1 && <small> {plural(members.length, "theme")}</small>}
                </span>
              </button>
            </li>
          );
        })}
        {outside > 0 && (
          <li className={styles.outside}>
            <SignMark index={undefined} /> {plural(outside, "entry", "entries")} in no theme
          </li>
        )}
      </ul>
    </>
  );
}

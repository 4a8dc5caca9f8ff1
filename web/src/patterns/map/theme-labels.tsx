import { useMemo, useState } from "react";
import { Link } from "wouter";
import type { MapTheme } from "./dots.ts";
import { placeLabels } from "./place-labels.ts";
import styles from "./theme-map.module.css";
import { type Size, toScreen, type View } from "./view.ts";

/** In pixels, as in the style sheet. */
const [HEIGHT, WIDEST, PADDING, EDGE] = [26, 190, 18, 4];

interface ThemeLabelsProps {
  themes: readonly MapTheme[];
  view: View;
  size: Size;
}

/** The names of themes where these lie: as many as have room, the largest first. */
export function ThemeLabels({ themes, view, size }: ThemeLabelsProps) {
  const [focused, setFocused] = useState<string>();
  const measured = useMemo(() => measure(themes, size.width), [themes, size.width]);
  const corners = useMemo(() => {
    const labels = measured.map((label) => ({ ...label, x: label.x * view.scale, y: label.y * view.scale }));
    // One that has the focus must not go away.
    return placeLabels(labels.toSorted((a, b) => Number(b.id === focused) - Number(a.id === focused)));
  }, [measured, view.scale, focused]);
  const origin = toScreen(view, size, { x: 0, y: 0 });
  return (
    <ul className={styles.labels} aria-label="Themes on the map">
      {measured.map(({ id, name, width }) => {
        const corner = corners.get(id);
        const [at, y] = corner ? [origin.x + corner.x, origin.y + corner.y] : [0, 0];
        const seen = corner && at + width > 0 && at < size.width && y + HEIGHT > 0 && y < size.height;
        // One that begins or ends beyond the edge is moved inside, where it can be read.
        const x = Math.max(EDGE, Math.min(at, size.width - width - EDGE));
        return (
          <li key={id} hidden={!seen} style={{ transform: `translate(${x}px, ${y}px)`, width }}>
            <Link
              href={`/patterns/themes/${id}`}
              onFocus={() => setFocused(id)}
              onBlur={() => setFocused(undefined)}
            >
              {name}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function measure(themes: readonly MapTheme[], across: number) {
  const widest = Math.min(WIDEST, across * 0.45);
  const context = document.createElement("canvas").getContext("2d");
  if (context)
    context.font = `600 13px ${getComputedStyle(document.documentElement).getPropertyValue("--sans")}`;
  return themes.map(({ id, name, x, y }) => {
    const width = Math.min(widest, Math.ceil(context?.measureText(name).width ?? widest) + PADDING);
    return { id, name, x, y, width, height: HEIGHT };
  });
}

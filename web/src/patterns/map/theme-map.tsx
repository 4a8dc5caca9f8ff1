import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useEffect, useEffectEvent, useId, useMemo, useRef } from "react";
import { plural } from "../../dates/words.ts";
import type { Dot, MapTheme } from "./dots.ts";
import { EntryCard } from "./entry-card.tsx";
import { MapButtons } from "./map-buttons.tsx";
import { MapCanvas } from "./map-canvas.tsx";
import { dotRadius } from "./paint.ts";
import { ThemeLabels } from "./theme-labels.tsx";
import styles from "./theme-map.module.css";
import { useMapInput } from "./use-map-input.ts";
import { useView } from "./use-view.ts";
import { type Bounds, boundsOf, fit, toScreen, zoom } from "./view.ts";

/** A group is not looked at from nearer than so many times the scale of the whole. */
const CLOSE = 6;

interface ThemeMapProps {
  dots: readonly Dot[];
  themes: readonly MapTheme[];
  /** Ids of documents. */
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  /** These themes alone are drawn at full strength. */
  emphasis: ReadonlySet<string> | undefined;
  /** What is to be shown; another object is another wish. */
  target: Bounds | undefined;
}

/** Entries as dots, near to each other where they are alike, with the names of their themes. */
export function ThemeMap({ dots, themes, selected, onSelect, emphasis, target }: ThemeMapProps) {
  const { ref: measured, width, height } = useElementSize<HTMLDivElement>();
  const box = useRef<HTMLDivElement>(null);
  const size = useMemo(() => ({ width, height }), [width, height]);
  const bounds = useMemo(() => boundsOf(dots), [dots]);
  const viewed = useView(size, bounds);
  const { view, whole, glide } = viewed;
  const input = useMapInput({ box, dots, size, bounds, viewed, selected, onSelect });
  const help = useId();

  const goTo = useEffectEvent((part: Bounds) => {
    const { x, y, scale } = fit(part, size);
    glide({ x, y, scale: Math.min(scale, CLOSE * whole.scale) });
  });
  useEffect(() => {
    if (target) goTo(target);
  }, [target]);

  const { current, lasso } = input;
  const radius = dotRadius(dots.length, view.scale / whole.scale);
  const dot = current === undefined ? undefined : dots[current];
  return (
    <div ref={useMergedRef(box, measured)} className={styles.map} data-mode={input.mode}>
      <p id={help} className="visually-hidden">
        Arrow keys go from entry to entry, with Shift they move the map. Plus and minus zoom, 0 shows all.
        Enter opens the entry, Space selects it. The table has the same entries.
      </p>
      <MapCanvas
        picture={{ dots, view, size, radius, emphasis, selected, current, lasso }}
        label={`Map of ${plural(dots.length, "entry", "entries")}`}
        describedBy={help}
        onKeyDown={input.onKeyDown}
      />
      <ThemeLabels themes={themes} view={view} size={size} />
      {dot && (
        <EntryCard key={current} dot={dot} at={toScreen(view, size, dot)} size={size} onLeave={input.leave} />
      )}
      <MapButtons
        mode={input.mode}
        onMode={input.setMode}
        onZoom={(factor) => glide(zoom(view, size, factor, whole))}
        onWhole={() => glide(whole)}
      />
    </div>
  );
}

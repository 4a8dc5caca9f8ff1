import { useElementSize, useMergedRef } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { plural } from "../../dates/words.ts";
import { announce } from "../../shell/announcer.tsx";
import { addressOf, type Dot, type MapTheme } from "./dots.ts";
import { dotInWords, EntryCard } from "./entry-card.tsx";
import { MapButtons, type Mode } from "./map-buttons.tsx";
import { MapCanvas } from "./map-canvas.tsx";
import { commandOf } from "./map-keys.ts";
import { dotRadius } from "./paint.ts";
import { type Direction, nearest, nextIn, within } from "./pick.ts";
import { ThemeLabels } from "./theme-labels.tsx";
import styles from "./theme-map.module.css";
import { useGestures } from "./use-gestures.ts";
import { useView } from "./use-view.ts";
import { type Bounds, boundsOf, fit, type Place, pan, reveal, toMap, toScreen, zoom } from "./view.ts";

/** How far beside a dot it is still meant, in pixels. */
const [REACH, REACH_OF_FINGER] = [11, 24];
/** A theme or group is not looked at from nearer than so many times the distance of the whole. */
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
  const { view, whole, set, glide } = useView(size, bounds);
  const [mode, setMode] = useState<Mode>("move");
  const [current, setCurrent] = useState<number>();
  const [lasso, setLasso] = useState<Place[]>([]);
  const [, navigate] = useLocation();
  const help = useId();

  const goTo = useEffectEvent((part: Bounds) => {
    const { x, y, scale } = fit(part, size);
    glide({ x, y, scale: Math.min(scale, CLOSE * whole.scale) });
  });
  useEffect(() => {
    if (target) goTo(target);
  }, [target]);

  const dotAt = (at: Place, reach: number) => nearest(dots, toMap(view, size, at), reach / view.scale);
  const select = (next: ReadonlySet<string>) => {
    onSelect(next);
    announce(`${plural(next.size, "entry is", "entries are")} selected.`);
  };
  const toggle = (index: number | undefined) => {
    const id = index === undefined ? undefined : dots[index]?.entry.document_id;
    if (id === undefined) return;
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    select(next);
  };
  const open = (index: number | undefined) => {
    const dot = index === undefined ? undefined : dots[index];
    const address = dot && addressOf(dot.entry);
    if (address) navigate(address);
  };

  useGestures(box, {
    drawing: mode === "select",
    onPan: (dx, dy) => set((now) => pan(now, dx, dy, bounds)),
    onZoom: (factor, at) => set((now) => zoom(now, size, factor, whole, at)),
    onDraw: (at) => setLasso((line) => [...line, toMap(view, size, at)]),
    onDrawn: (finished) => {
      setLasso([]);
      if (!finished) return;
      select(new Set(within(lasso, dots).flatMap((index) => dots[index]?.entry.document_id ?? [])));
    },
    onTap: (at, touch) => {
      const index = dotAt(at, touch ? REACH_OF_FINGER : REACH);
      if (mode === "select") toggle(index);
      // A finger cannot hover: it asks first and then follows the link.
      else if (touch) setCurrent(index);
      else open(index);
    },
    onHover: (at) => setCurrent(at && dotAt(at, REACH)),
  });

  const stepTo = (direction: Direction) => {
    const from = current === undefined ? undefined : dots[current];
    const next = from ? nextIn(direction, dots, from) : nearest(dots, view, Number.POSITIVE_INFINITY);
    const dot = next === undefined ? undefined : dots[next];
    if (!dot) return;
    setCurrent(next);
    set((now) => reveal(now, size, dot));
    announce(dotInWords(dot));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const command = commandOf(event);
    if (!command) return;
    // Tab leaves, and goes on.
    if (event.key !== "Tab") event.preventDefault();
    if (command.kind === "step") stepTo(command.direction);
    else if (command.kind === "pan") set((now) => pan(now, command.dx, command.dy, bounds));
    else if (command.kind === "zoom") glide(zoom(view, size, command.factor, whole));
    else if (command.kind === "whole") glide(whole);
    else if (command.kind === "open") open(current);
    else if (command.kind === "leave") setCurrent(undefined);
    else toggle(current);
  };

  const radius = dotRadius(dots.length, view.scale / whole.scale);
  const dot = current === undefined ? undefined : dots[current];
  return (
    <div ref={useMergedRef(box, measured)} className={styles.map} data-mode={mode}>
      <p id={help} className="visually-hidden">
        Arrow keys go from entry to entry, with Shift they move the map. Plus and minus zoom, 0 shows all.
        Enter opens the entry, Space selects it. The table has the same entries.
      </p>
      <MapCanvas
        picture={{ dots, view, size, radius, emphasis, selected, current, lasso }}
        label={`Map of ${plural(dots.length, "entry", "entries")}`}
        describedBy={help}
        onKeyDown={onKeyDown}
      />
      <ThemeLabels themes={themes} view={view} size={size} />
      {dot && (
        <EntryCard
          key={current}
          dot={dot}
          at={toScreen(view, size, dot)}
          size={size}
          onLeave={() => setCurrent(undefined)}
        />
      )}
      <MapButtons
        mode={mode}
        onMode={setMode}
        onZoom={(factor) => glide(zoom(view, size, factor, whole))}
        onWhole={() => glide(whole)}
      />
    </div>
  );
}

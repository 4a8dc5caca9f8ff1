import { type KeyboardEvent, type RefObject, useState } from "react";
import { useLocation } from "wouter";
import { plural } from "../../dates/words.ts";
import { announce } from "../../shell/announcer.tsx";
import { addressOf, type Dot } from "./dots.ts";
import { dotInWords } from "./entry-card.tsx";
import type { Mode } from "./map-buttons.tsx";
import { commandOf } from "./map-keys.ts";
import { type Direction, nearest, nextIn, within } from "./pick.ts";
import { useGestures } from "./use-gestures.ts";
import type { MapView } from "./use-view.ts";
import { type Bounds, type Place, pan, reveal, type Size, toMap, zoom } from "./view.ts";

/** How far beside a dot it is still meant, in pixels. */
const [REACH, REACH_OF_FINGER] = [11, 24];

interface MapInput {
  box: RefObject<HTMLElement | null>;
  dots: readonly Dot[];
  size: Size;
  bounds: Bounds;
  viewed: MapView;
  /** Ids of documents. */
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

/** What hands and keys do to the map: which dot is pointed at, what is selected, what is seen. */
export function useMapInput({ box, dots, size, bounds, viewed, selected, onSelect }: MapInput) {
  const { view, whole, set, glide } = viewed;
  const [mode, setMode] = useState<Mode>("move");
  const [current, setCurrent] = useState<number>();
  const [lasso, setLasso] = useState<Place[]>([]);
  const [, navigate] = useLocation();

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
  const leave = () => setCurrent(undefined);
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
    else if (command.kind === "leave") leave();
    else toggle(current);
  };

  return { mode, setMode, current, leave, lasso, onKeyDown };
}

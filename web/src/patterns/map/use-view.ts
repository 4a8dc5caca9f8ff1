import { useReducedMotion } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { type Bounds, fit, type Size, type View } from "./view.ts";

const GLIDE_MS = 260;

export type MapView = ReturnType<typeof useView>;

/** What part of the map is seen. At first, and until something else is chosen, all of it. */
export function useView({ width, height }: Size, bounds: Bounds) {
  const whole = useMemo(() => fit(bounds, { width, height }), [bounds, width, height]);
  const [chosen, setChosen] = useState<View>();
  const still = useReducedMotion();
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const view = chosen ?? whole;

  const set = (next: (now: View) => View) => {
    cancelAnimationFrame(frame.current);
    setChosen((now = whole) => next(now));
  };
  /** Gets there in a moment, or at once for whoever asked for less motion. */
  const glide = (to: View) => {
    cancelAnimationFrame(frame.current);
    if (still) return setChosen(to);
    const begin = performance.now();
    const step = (now: number) => {
      const share = Math.min(1, Math.max(0, (now - begin) / GLIDE_MS));
      setChosen(between(view, to, 1 - (1 - share) ** 3));
      if (share < 1) frame.current = requestAnimationFrame(step);
    };
    frame.current = requestAnimationFrame(step);
  };
  return { view, whole, set, glide };
}

function between(from: View, to: View, share: number): View {
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    scale: from.scale * (to.scale / from.scale) ** share,
  };
}

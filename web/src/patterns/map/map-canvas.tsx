import { useComputedColorScheme } from "@mantine/core";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPainter, type Picture } from "./paint.ts";
import styles from "./theme-map.module.css";

interface MapCanvasProps {
  picture: Omit<Picture, "ratio">;
  label: string;
  describedBy: string;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** The picture of the map; takes the keys. */
export function MapCanvas({ picture, label, describedBy, onKeyDown }: MapCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const [painter, setPainter] = useState<ReturnType<typeof createPainter>>();
  const scheme = useComputedColorScheme();
  const { width, height } = picture.size;
  const ratio = Math.min(2, devicePixelRatio);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the variables have other values in another scheme
  useEffect(() => {
    const canvas = ref.current;
    const style = getComputedStyle(document.documentElement);
    if (canvas) setPainter(() => createPainter(canvas, (variable) => style.getPropertyValue(variable)));
  }, [scheme]);
  useLayoutEffect(() => painter?.({ ...picture, ratio }));
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a canvas does nothing by itself
    <canvas
      ref={ref}
      className={styles.canvas}
      width={Math.round(width * ratio)}
      height={Math.round(height * ratio)}
      style={{ width, height }}
      tabIndex={0}
      role="application"
      aria-label={label}
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
    />
  );
}

import type { Patterns } from "@cosmic/contract/patterns";
import { useElementSize } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { dotsOf, mapThemes } from "../map/dots.ts";
import { boundsOf, fit, toScreen } from "../map/view.ts";
import { mapQuery } from "../queries.ts";
import { signOf } from "../signs/signs.ts";
import styles from "./themes.module.css";

/** More would be a blur, and slow. */
const MOST = 2_000;

/** The map as it looks from far away. */
export function MapPreview({ patterns }: { patterns: Patterns }) {
  const { data: map } = useQuery(mapQuery);
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const paths = useMemo(() => {
    if (!map || width === 0) return [];
    const every = Math.ceil(map.results.length / MOST);
    const dots = dotsOf(map, mapThemes(patterns)).filter((_, i) => i % every === 0);
    const view = fit(boundsOf(dots), { width, height });
    return [...Map.groupBy(dots, ({ theme }) => theme?.sign)].map(([sign, members]) => ({
      sign,
      places: members.map((dot) => toScreen(view, { width, height }, dot)),
    }));
  }, [map, patterns, width, height]);
  return (
    <div ref={ref} className={styles.picture}>
      <svg width={width} height={height} aria-hidden="true">
        {paths.map(({ sign, places }) => (
          <path
            key={sign ?? "none"}
            d={places.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("")}
            style={{ stroke: sign === undefined ? "var(--line-strong)" : `var(${signOf(sign).colour})` }}
          />
        ))}
      </svg>
    </div>
  );
}

import type { PatternMap, Patterns } from "@cosmic/contract/patterns";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { BackLink } from "../../shell/back-link.tsx";
import { Choice } from "../../shell/choice.tsx";
import { PageTitle } from "../../shell/page-title.tsx";
import { mapQuery, patternsQuery } from "../queries.ts";
import { Away } from "../section.tsx";
import { dotsOf, mapThemes } from "./dots.ts";
import { Legend } from "./legend.tsx";
import styles from "./map-page.module.css";
import { MapTable } from "./map-table.tsx";
import { Selection } from "./selection.tsx";
import { ThemeMap } from "./theme-map.tsx";
import type { Bounds } from "./view.ts";

const FORMS = [
  { value: "map", label: "Map" },
  { value: "table", label: "Table" },
] as const;

/** All entries, near to each other where they are alike. */
export function MapPage() {
  const [form, setForm] = useState<"map" | "table">("map");
  const patterns = useQuery(patternsQuery);
  const map = useQuery(mapQuery);
  const error = patterns.error ?? map.error;
  return (
    <div>
      <BackLink href="/patterns">Patterns</BackLink>
      <header className={styles.header}>
        <PageTitle className={styles.title}>Map</PageTitle>
        <Choice label="Form" options={FORMS} value={form} onChange={setForm} />
      </header>
      {patterns.data && map.data ? (
        <Shown patterns={patterns.data} map={map.data} form={form} />
      ) : error ? (
        <Away error={error} />
      ) : (
        <Skeleton className={styles.waiting ?? ""} />
      )}
    </div>
  );
}

interface ShownProps {
  patterns: Patterns;
  map: PatternMap;
  form: "map" | "table";
}

function Shown({ patterns, map, form }: ShownProps) {
  const themes = useMemo(() => mapThemes(patterns), [patterns]);
  const dots = useMemo(() => dotsOf(map, themes), [map, themes]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [emphasis, setEmphasis] = useState<ReadonlySet<string>>();
  const [target, setTarget] = useState<Bounds>();
  if (dots.length === 0) {
    return (
      <p>
        There is no map yet. It comes with the <Link href="/patterns">themes</Link>.
      </p>
    );
  }
  if (form === "table") return <MapTable dots={dots} />;
  return (
    <div className={styles.beside}>
      <ThemeMap
        dots={dots}
        themes={themes}
        selected={selected}
        onSelect={setSelected}
        emphasis={emphasis}
        target={target}
      />
      <aside className={styles.panel} aria-label={selected.size > 0 ? "Selected entries" : "Legend"}>
        {selected.size > 0 ? (
          <Selection
            dots={dots.filter(({ entry }) => selected.has(entry.document_id))}
            onClear={() => setSelected(new Set())}
          />
        ) : (
          <Legend
            groups={patterns.groups}
            themes={themes}
            dots={dots}
            onEmphasis={setEmphasis}
            onTarget={setTarget}
          />
        )}
      </aside>
    </div>
  );
}

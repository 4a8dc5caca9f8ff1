import type { ReactNode } from "react";
import { Choice } from "../../shell/choice.tsx";
import styles from "./theme-map.module.css";

export type Mode = "move" | "select";

const MODES: { value: Mode; label: string }[] = [
  { value: "move", label: "Move" },
  { value: "select", label: "Select" },
];

interface MapButtonsProps {
  mode: Mode;
  onMode: (mode: Mode) => void;
  onZoom: (factor: number) => void;
  onWhole: () => void;
}

export function MapButtons({ mode, onMode, onZoom, onWhole }: MapButtonsProps) {
  return (
    <div className={styles.buttons}>
      <Choice label="What dragging does" options={MODES} value={mode} onChange={onMode} />
      <div className={styles.zoom}>
        <Round label="Nearer" onClick={() => onZoom(1.6)}>
          <path d="M4 10h12M10 4v12" />
        </Round>
        <Round label="Farther" onClick={() => onZoom(1 / 1.6)}>
          <path d="M4 10h12" />
        </Round>
        <Round label="The whole map" onClick={onWhole}>
          <path d="M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4" />
        </Round>
      </div>
    </div>
  );
}

function Round({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        {children}
      </svg>
    </button>
  );
}

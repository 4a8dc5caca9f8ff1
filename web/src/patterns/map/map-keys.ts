import type { Direction } from "./pick.ts";

/** What a key asks of the map. */
export type MapCommand =
  | { kind: "step"; direction: Direction }
  | { kind: "pan"; dx: number; dy: number }
  | { kind: "zoom"; factor: number }
  | { kind: "whole" | "open" | "select" | "leave" };

export interface PressedKey {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** In pixels. */
const PAN = 90;
const ZOOM = 1.4;

const ARROWS = new Map<string, { direction: Direction; dx: number; dy: number }>([
  ["ArrowLeft", { direction: "left", dx: PAN, dy: 0 }],
  ["ArrowRight", { direction: "right", dx: -PAN, dy: 0 }],
  ["ArrowUp", { direction: "up", dx: 0, dy: PAN }],
  ["ArrowDown", { direction: "down", dx: 0, dy: -PAN }],
]);

const OTHERS = new Map<string, MapCommand>([
  ["+", { kind: "zoom", factor: ZOOM }],
  ["=", { kind: "zoom", factor: ZOOM }],
  ["-", { kind: "zoom", factor: 1 / ZOOM }],
  ["0", { kind: "whole" }],
  ["Enter", { kind: "open" }],
  [" ", { kind: "select" }],
  ["Escape", { kind: "leave" }],
  ["Tab", { kind: "leave" }],
]);

/** Arrow keys go from entry to entry; with Shift they move the map. */
export function commandOf({ key, shiftKey, ctrlKey, metaKey, altKey }: PressedKey): MapCommand | undefined {
  // The browser's own, such as its zoom.
  if (ctrlKey || metaKey || altKey) return undefined;
  const arrow = ARROWS.get(key);
  if (!arrow) return OTHERS.get(key);
  const { direction, dx, dy } = arrow;
  return shiftKey ? { kind: "pan", dx, dy } : { kind: "step", direction };
}

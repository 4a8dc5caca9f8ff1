import type { Place, Size } from "./view.ts";

export interface Label extends Place, Size {
  id: string;
}

/** Space that is kept between two labels, in pixels. */
const GAP = 8;
/** How far above or below its place a label may move, in its own heights. */
const STEPS = [0, -1, 1, -1.75, 1.75];

/**
 * Where labels can stand so that none covers another. The first ones choose first; those that find no room are left out.
 *
 * @param labels with the place that their middle should be at
 * @returns upper left corners by id
 */
export function placeLabels(labels: readonly Label[]): Map<string, Place> {
  const placed: (Place & Size)[] = [];
  const corners = new Map<string, Place>();
  for (const { id, x, y, width, height } of labels) {
    for (const step of STEPS) {
      const box = { x: x - width / 2, y: y - height / 2 + step * height, width, height };
      if (placed.some((other) => overlap(box, other))) continue;
      placed.push(box);
      corners.set(id, { x: box.x, y: box.y });
      break;
    }
  }
  return corners;
}

function overlap(a: Place & Size, b: Place & Size): boolean {
  return (
    a.x < b.x + b.width + GAP &&
    b.x < a.x + a.width + GAP &&
    a.y < b.y + b.height + GAP &&
    b.y < a.y + a.height + GAP
  );
}

/** A place on the map, in its own units; or on the screen, in pixels from the upper left corner. */
export interface Place {
  x: number;
  y: number;
}

/** In pixels. */
export interface Size {
  width: number;
  height: number;
}

/** What part of the map is seen: the place in the middle, and how many pixels a unit takes. */
export interface View extends Place {
  scale: number;
}

/** Views that are allowed: their middles are within the box that has all places. */
export interface Bounds {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Free space around what is shown, in pixels. */
const MARGIN = 36;
const CLOSEST = 60;
const FARTHEST = 0.7;

/** The smallest box around places; one place has a box as well. */
export function boundsOf(places: readonly Place[]): Bounds {
  const bounds = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y } of places) {
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return places.length === 0 ? { left: 0, right: 1, top: 0, bottom: 1 } : bounds;
}

/** The view in which a box is seen whole. */
export function fit({ left, right, top, bottom }: Bounds, { width, height }: Size): View {
  const scale = Math.min(
    Math.max(1, width - 2 * MARGIN) / Math.max(right - left, 1e-6),
    Math.max(1, height - 2 * MARGIN) / Math.max(bottom - top, 1e-6),
  );
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
}

export function toScreen({ x, y, scale }: View, { width, height }: Size, place: Place): Place {
  return { x: (place.x - x) * scale + width / 2, y: (place.y - y) * scale + height / 2 };
}

export function toMap({ x, y, scale }: View, { width, height }: Size, at: Place): Place {
  return { x: (at.x - width / 2) / scale + x, y: (at.y - height / 2) / scale + y };
}

/** Nearer by a factor; the place under `at` stays there. */
export function zoom(view: View, size: Size, factor: number, whole: View, at = middleOf(size)): View {
  const scale = Math.min(CLOSEST * whole.scale, Math.max(FARTHEST * whole.scale, view.scale * factor));
  const before = toMap(view, size, at);
  const after = toMap({ ...view, scale }, size, at);
  return { x: view.x + before.x - after.x, y: view.y + before.y - after.y, scale };
}

/** Moves what is seen by pixels, as far as there is something. */
export function pan({ x, y, scale }: View, dx: number, dy: number, bounds: Bounds): View {
  return {
    x: Math.min(bounds.right, Math.max(bounds.left, x - dx / scale)),
    y: Math.min(bounds.bottom, Math.max(bounds.top, y - dy / scale)),
    scale,
  };
}

/** The view that has a place in it, moved no farther than it must be. */
export function reveal(view: View, size: Size, place: Place): View {
  const { x, y } = toScreen(view, size, place);
  const off = (at: number, length: number) =>
    at < MARGIN ? at - MARGIN : at > length - MARGIN ? at - length + MARGIN : 0;
  return {
    x: view.x + off(x, size.width) / view.scale,
    y: view.y + off(y, size.height) / view.scale,
    scale: view.scale,
  };
}

const middleOf = ({ width, height }: Size): Place => ({ x: width / 2, y: height / 2 });

/** A place on the way of a river: how far along, and how wide it is there, in pixels. */
export interface Width {
  x: number;
  width: number;
}

/**
 * Outline of a band that is as wide at each place as is said there, lies evenly on both sides of `middle`, and widens and
 * narrows smoothly in between without ever being wider than its neighbours.
 */
export function riverOutline(widths: readonly Width[], middle: number): string {
  const [first] = widths;
  if (!first) return "";
  const upper = widths.map(({ x, width }) => ({ x, y: middle - width / 2 }));
  const lower = widths.map(({ x, width }) => ({ x, y: middle + width / 2 })).toReversed();
  return `M${at(upper[0])}${bends(upper)}L${at(lower[0])}${bends(lower)}Z`;
}

interface Place {
  x: number;
  y: number;
}

function bends(places: readonly Place[]): string {
  return places
    .slice(1)
    .map((to, i) => {
      const from = places[i] ?? to;
      const half = (from.x + to.x) / 2;
      return `C${at({ x: half, y: from.y })} ${at({ x: half, y: to.y })} ${at(to)}`;
    })
    .join("");
}

const at = (place: Place | undefined) => (place ? `${place.x.toFixed(1)} ${place.y.toFixed(1)}` : "");

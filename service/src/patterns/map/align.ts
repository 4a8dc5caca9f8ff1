/** A place on a map of two dimensions. */
export interface Place {
  x: number;
  y: number;
}

export type Transformation = (place: Place) => Place;

/**
 * The rotation, reflection, scaling and shift that carries one set of places as near as possible to another
 * (Procrustes analysis; Schönemann and Carroll 1970): least squares over the pairs.
 *
 * @param pairs places of the same thing on both maps
 * @returns `undefined` where the pairs do not tell, because there are fewer than three or all are in one place
 */
export function align(pairs: readonly { from: Place; to: Place }[]): Transformation | undefined {
  if (pairs.length < 3) return undefined;
  const from = centreOf(pairs.map((pair) => pair.from));
  const to = centreOf(pairs.map((pair) => pair.to));
  const sums = { xx: 0, xy: 0, yx: 0, yy: 0, from: 0 };
  for (const pair of pairs) {
    const a = { x: pair.from.x - from.x, y: pair.from.y - from.y };
    const b = { x: pair.to.x - to.x, y: pair.to.y - to.y };
    sums.xx += a.x * b.x;
    sums.xy += a.x * b.y;
    sums.yx += a.y * b.x;
    sums.yy += a.y * b.y;
    sums.from += a.x * a.x + a.y * a.y;
  }
  // In two dimensions the best rotation, and the best reflected one, have closed forms; the better of them is taken.
  const turned = { cos: sums.xx + sums.yy, sin: sums.xy - sums.yx };
  const mirrored = { cos: sums.xx - sums.yy, sin: sums.xy + sums.yx };
  const reflects = Math.hypot(mirrored.cos, mirrored.sin) > Math.hypot(turned.cos, turned.sin);
  const best = reflects ? mirrored : turned;
  const length = Math.hypot(best.cos, best.sin);
  if (length === 0 || sums.from === 0) return undefined;
  const scale = length / sums.from;
  const [cos, sin] = [(best.cos / length) * scale, (best.sin / length) * scale];
  const sign = reflects ? -1 : 1;
  return ({ x, y }) => {
    const [dx, dy] = [x - from.x, sign * (y - from.y)];
    return { x: to.x + cos * dx - sin * dy, y: to.y + sin * dx + cos * dy };
  };
}

function centreOf(places: readonly Place[]): Place {
  let [x, y] = [0, 0];
  for (const place of places) {
    x += place.x / places.length;
    y += place.y / places.length;
  }
  return { x, y };
}

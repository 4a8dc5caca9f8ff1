import { signOf } from "../signs/signs.ts";
import type { Dot } from "./dots.ts";
import { type Place, type Size, toScreen, type View } from "./view.ts";

export interface Picture {
  dots: readonly Dot[];
  view: View;
  size: Size;
  /** Of a dot, in pixels. */
  radius: number;
  /** Pixels of the screen in one of the page. */
  ratio: number;
  /** These themes alone are drawn at full strength. */
  emphasis: ReadonlySet<string> | undefined;
  /** Documents whose dots get a ring. */
  selected: ReadonlySet<string>;
  /** Index of the dot that gets a larger one. */
  current: number | undefined;
  /** What is being drawn around entries, in units of the map. */
  lasso: readonly Place[];
}

const FAINT = 0.16;

/** In pixels: smaller where there are many, larger the nearer they are looked at. */
export function dotRadius(count: number, closeness: number): number {
  const radius = (11 / Math.max(30, count) ** 0.17) * closeness ** 0.3;
  return Math.round(4 * Math.min(9, Math.max(1.75, radius))) / 4;
}

/**
 * Paints maps onto a canvas. Every sign is drawn once and then stamped: 20,000 paths a frame would stutter.
 *
 * @param colour gives the value of a variable of tokens.css
 */
export function createPainter(canvas: HTMLCanvasElement, colour: (variable: string) => string) {
  const stamps = new Map<string, HTMLCanvasElement>();

  const stampOf = (sign: number | undefined, { radius, ratio }: Picture): HTMLCanvasElement => {
    const name = `${sign} ${radius} ${ratio}`;
    const known = stamps.get(name);
    if (known) return known;
    if (stamps.size > 500) stamps.clear();
    const stamp = cutStamp(sign, radius * ratio, colour);
    stamps.set(name, stamp);
    return stamp;
  };

  return (picture: Picture): void => {
    const context = canvas.getContext("2d");
    if (!context) return;
    const { dots, view, size, ratio, emphasis } = picture;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    const stamp = (faint: boolean, inTheme: boolean) => {
      context.globalAlpha = faint ? FAINT : 1;
      for (const dot of dots) {
        const { theme } = dot;
        if ((theme !== undefined) !== inTheme) continue;
        if ((emphasis !== undefined && !(theme && emphasis.has(theme.id))) !== faint) continue;
        const { x, y } = toScreen(view, size, dot);
        if (x < -12 || y < -12 || x > size.width + 12 || y > size.height + 12) continue;
        const image = stampOf(theme?.sign, picture);
        context.drawImage(
          image,
          Math.round(x * ratio - image.width / 2),
          Math.round(y * ratio - image.height / 2),
        );
      }
      context.globalAlpha = 1;
    };
    for (const faint of [true, false]) {
      stamp(faint, false);
      stamp(faint, true);
    }
    context.scale(ratio, ratio);
    paintRings(context, picture, colour("--ink"));
    paintLasso(context, picture, colour("--accent"));
  };
}

function cutStamp(sign: number | undefined, radius: number, colour: (name: string) => string) {
  const stamp = document.createElement("canvas");
  const side = Math.ceil(radius * 3.2) + 2;
  stamp.width = side;
  stamp.height = side;
  const context = stamp.getContext("2d");
  if (!context) return stamp;
  context.translate(side / 2, side / 2);
  context.scale(radius, radius);
  if (sign === undefined) {
    context.strokeStyle = colour("--line-strong");
    context.lineWidth = 0.35;
    context.stroke(new Path2D("M.8 0A.8.8 0 1 1-.8 0A.8.8 0 1 1 .8 0Z"));
    return stamp;
  }
  const { colour: variable, outline } = signOf(sign);
  const path = new Path2D(outline);
  context.fillStyle = colour(variable);
  context.fill(path);
  // Where dots lie on each other their edges are seen.
  context.strokeStyle = colour("--surface");
  context.lineWidth = 0.2;
  context.stroke(path);
  return stamp;
}

function paintRings(context: CanvasRenderingContext2D, picture: Picture, ink: string): void {
  const { dots, view, size, radius, selected, current } = picture;
  const ring = (dot: Dot, wide: number, thick: number) => {
    const { x, y } = toScreen(view, size, dot);
    context.lineWidth = thick;
    context.beginPath();
    context.arc(x, y, radius + wide, 0, 2 * Math.PI);
    context.stroke();
  };
  context.strokeStyle = ink;
  for (const dot of dots) if (selected.has(dot.entry.document_id)) ring(dot, 2.5, 1.5);
  const pointed = current === undefined ? undefined : dots[current];
  if (pointed) ring(pointed, 5, 2.5);
}

function paintLasso(context: CanvasRenderingContext2D, { lasso, view, size }: Picture, accent: string): void {
  if (lasso.length < 2) return;
  context.beginPath();
  for (const corner of lasso) {
    const { x, y } = toScreen(view, size, corner);
    context.lineTo(x, y);
  }
  context.closePath();
  context.globalAlpha = 0.12;
  context.fillStyle = accent;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = accent;
  context.lineWidth = 2;
  context.setLineDash([6, 4]);
  context.stroke();
  context.setLineDash([]);
}

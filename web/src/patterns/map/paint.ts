import type { Dot } from "./dots.ts";
import { type Stamp, stampSheet } from "./stamps.ts";
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

/** Around what is seen, in pixels of the screen: dots at the edge are written whole. */
const EDGE = 32;

/** In pixels: smaller where there are many, larger the nearer they are looked at. */
export function dotRadius(count: number, closeness: number): number {
  const radius = (11 / Math.max(30, count) ** 0.17) * closeness ** 0.3;
  return Math.round(4 * Math.min(9, Math.max(1.75, radius))) / 4;
}

/**
 * Paints maps onto a canvas. Dots are written pixel by pixel: 20,000 of them are there in a few milliseconds, also
 * where no graphics card helps, and paths or images of that number are not.
 *
 * @param colour gives the value of a variable of tokens.css
 */
export function createPainter(canvas: HTMLCanvasElement, colour: (variable: string) => string) {
  let image = new ImageData(1, 1);
  let sheet = stampSheet(0, colour);

  const writeDots = (picture: Picture): void => {
    const [width, height] = [canvas.width + 2 * EDGE, canvas.height + 2 * EDGE];
    if (image.width !== width || image.height !== height) image = new ImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    pixels.fill(0);
    const { view, size, ratio, emphasis } = picture;
    if (sheet.radius !== picture.radius * ratio) sheet = stampSheet(picture.radius * ratio, colour);
    const isFaint = ({ theme }: Dot) => emphasis !== undefined && !(theme && emphasis.has(theme.id));
    for (const dot of inLayers(picture.dots, isFaint)) {
      const at = toScreen(view, size, dot);
      const [x, y] = [Math.round(at.x * ratio) + EDGE, Math.round(at.y * ratio) + EDGE];
      if (x < EDGE / 2 || y < EDGE / 2 || x > width - EDGE / 2 || y > height - EDGE / 2) continue;
      write(sheet.stamp(dot.theme?.sign, isFaint(dot)), pixels, y * width + x, width);
    }
  };

  return (picture: Picture): void => {
    const context = canvas.getContext("2d");
    if (!context) return;
    writeDots(picture);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.putImageData(image, -EDGE, -EDGE);
    context.scale(picture.ratio, picture.ratio);
    paintRings(context, picture, colour("--ink"));
    paintLasso(context, picture, colour("--accent"));
  };
}

/** What is to be seen lies above what is not, and themes above what is in none. */
function inLayers(dots: readonly Dot[], isFaint: (dot: Dot) => boolean): Dot[] {
  const layers: [Dot[], Dot[], Dot[], Dot[]] = [[], [], [], []];
  for (const dot of dots) {
    if (isFaint(dot)) layers[dot.theme ? 1 : 0].push(dot);
    else layers[dot.theme ? 3 : 2].push(dot);
  }
  return layers.flat();
}

function write({ places, pixels }: Stamp, into: Uint32Array, middle: number, width: number): void {
  for (let i = 0; i < pixels.length; i++) {
    into[middle + (places[2 * i] ?? 0) + (places[2 * i + 1] ?? 0) * width] = pixels[i] ?? 0;
  }
}

function paintRings(context: CanvasRenderingContext2D, picture: Picture, ink: string): void {
  const { dots, view, size, radius, selected, current } = picture;
  const rings = (ringed: readonly Dot[], wide: number, thick: number) => {
    context.lineWidth = thick;
    context.beginPath();
    for (const dot of ringed) {
      const { x, y } = toScreen(view, size, dot);
      context.moveTo(x + radius + wide, y);
      context.arc(x, y, radius + wide, 0, 2 * Math.PI);
    }
    context.stroke();
  };
  const pointed = current === undefined ? undefined : dots[current];
  context.strokeStyle = ink;
  if (selected.size > 0) {
    rings(
      dots.filter(({ entry }) => selected.has(entry.document_id)),
      2.5,
      1.5,
    );
  }
  if (pointed) rings([pointed], 5, 2.5);
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

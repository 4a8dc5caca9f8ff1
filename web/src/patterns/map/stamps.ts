import { signOf } from "../signs/signs.ts";

/** The pixels of a dot, ready to be written into a picture. */
export interface Stamp {
  /** Places relative to the middle, in pixels, two numbers each. */
  places: Int16Array;
  /** As `Uint32Array` over image data has them. */
  pixels: Uint32Array;
}

interface StampOptions {
  /** Index; undefined for the ring of what is in no theme. */
  sign: number | undefined;
  /** In pixels of the screen. */
  radius: number;
  faint: boolean;
  /** Gives the value of a variable of tokens.css. */
  colour: (variable: string) => string;
}

const FAINT = 0.16;
/** Pixels that are less covered are left out. Of 255. */
const COVERED = 24;

/** The stamps of one size, each cut when it is first needed. */
export function stampSheet(radius: number, colour: (variable: string) => string) {
  const [full, faint] = [new Map<number | undefined, Stamp>(), new Map<number | undefined, Stamp>()];
  return {
    radius,
    stamp(sign: number | undefined, isFaint: boolean): Stamp {
      const stamps = isFaint ? faint : full;
      const known = stamps.get(sign);
      if (known) return known;
      const stamp = cutStamp({ sign, radius, faint: isFaint, colour });
      stamps.set(sign, stamp);
      return stamp;
    },
  };
}

/** Draws a sign once, on the ground of the map, so that its edges need not be mixed each time. */
function cutStamp(options: StampOptions): Stamp {
  const side = 2 * Math.ceil(options.radius * 1.6) + 1;
  const alone = draw(options, side, undefined);
  const mixed = new Uint32Array(draw(options, side, options.colour("--surface")).data.buffer);
  const covered = Array.from({ length: side * side }, (_, i) => i).filter(
    (i) => (alone.data[4 * i + 3] ?? 0) >= (options.faint ? COVERED * FAINT : COVERED),
  );
  const middle = (side - 1) / 2;
  return {
    places: Int16Array.from(covered.flatMap((i) => [(i % side) - middle, Math.floor(i / side) - middle])),
    pixels: Uint32Array.from(covered, (i) => mixed[i] ?? 0),
  };
}

function draw(
  { sign, radius, faint, colour }: StampOptions,
  side: number,
  ground: string | undefined,
): ImageData {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("There is no canvas in two dimensions.");
  context.canvas.width = side;
  context.canvas.height = side;
  if (ground !== undefined) {
    context.fillStyle = ground;
    context.fillRect(0, 0, side, side);
  }
  context.globalAlpha = faint ? FAINT : 1;
  context.translate(side / 2, side / 2);
  context.scale(radius, radius);
  if (sign === undefined) {
    context.strokeStyle = colour("--line-strong");
    context.lineWidth = 0.35;
    context.stroke(new Path2D("M.8 0A.8.8 0 1 1-.8 0A.8.8 0 1 1 .8 0Z"));
  } else {
    const { colour: variable, outline } = signOf(sign);
    const path = new Path2D(outline);
    context.fillStyle = colour(variable);
    context.fill(path);
    // Where dots lie on each other their edges are seen.
    context.strokeStyle = colour("--surface");
    context.lineWidth = 0.2;
    context.stroke(path);
  }
  return context.getImageData(0, 0, side, side);
}

/** As many as `--sign-1` and so on of tokens.css. */
export const COLOURS = 6;

/** Outlines around the origin that cover about as much as a circle of radius 1. For SVG and for canvas. */
const SHAPES = [
  "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
  "M-.89-.89H.89V.89H-.89Z",
  "M0-1.35 1.25.85H-1.25Z",
  "M0-1.25 1.25 0 0 1.25-1.25 0Z",
  "M-.45-1.2H.45V-.45H1.2V.45H.45V1.2H-.45V.45H-1.2V-.45H-.45Z",
] as const;

/** What things of one kind are known by, in colour and in shape, so that neither is needed to tell them apart. */
export interface Sign {
  /** Name of its colour among the variables of tokens.css. */
  colour: string;
  outline: string;
}

/** Neighbours differ in both; after 30 they begin again. */
export function signOf(index: number): Sign {
  return {
    colour: `--sign-${(index % COLOURS) + 1}`,
    outline: SHAPES[index % SHAPES.length] ?? SHAPES[0],
  };
}

import { columns } from "./plain-text.ts";

export interface PlottedInterval {
  name: string;
  value: number;
  low: number;
  high: number;
}

const WIDTH = 40;

/**
 * A line for each figure with its interval, and the value as a dot between the bounds. Figures from 0 to 1 share one
 * axis, any other has its own from 0 to its upper bound. With `signed` one axis has 0 in its middle.
 */
export function plotIntervals(
  figures: readonly PlottedInterval[],
  { signed = false }: { signed?: boolean } = {},
): string[] {
  const widest = Math.max(...figures.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  const number = (value: number) => `${signed && value > 0 ? "+" : ""}${readable(value)}`;
  return columns(
    figures.map((figure) => {
      const { name, value, low, high } = figure;
      const from = signed ? -widest : Math.min(0, low);
      const to = signed ? widest : low >= 0 && high <= 1 ? 1 : high;
      return [name, number(value), `${number(low)} to ${number(high)}`, bar(figure, from, to)];
    }),
  );
}

function bar({ value, low, high }: PlottedInterval, from: number, to: number): string {
  const place = (at: number) => Math.round(((at - from) / (to - from || 1)) * (WIDTH - 1));
  const [first, last, dot, zero] = [place(low), place(high), place(value), place(0)];
  const inner = Array.from({ length: WIDTH }, (_, i) => {
    if (i === dot) return "●";
    if (i === first) return "├";
    if (i === last) return "┤";
    if (i > first && i < last) return "─";
    return i === zero && from < 0 ? "┆" : " ";
  });
  return `│${inner.join("")}│`;
}

/** Three digits behind the point for what is small, none for hundreds. */
function readable(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 3);
}

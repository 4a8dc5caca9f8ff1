import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { COLOURS, signOf } from "./signs.ts";

type Rgb = readonly [number, number, number];

/** Linear light as people see it who lack one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1. */
const SIGHT: Record<string, readonly [Rgb, Rgb, Rgb]> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

let tokens: string;
beforeAll(async () => {
  tokens = await readFile(join(import.meta.dirname, "../../theme/tokens.css"), "utf8");
});

test("thirty signs differ, and neighbours in colour and in shape", () => {
  const signs = Array.from({ length: 30 }, (_, i) => signOf(i));
  expect(new Set(signs.map(({ colour, outline }) => colour + outline)).size).toBe(30);
  signs.slice(1).forEach(({ colour, outline }, i) => {
    expect(colour).not.toBe(signs[i]?.colour);
    expect(outline).not.toBe(signs[i]?.outline);
  });
});

describe.each(["light", "dark"])("colours of signs, %s", (scheme) => {
  const colourOf = (name: string): Rgb => {
    const block = tokens.split(`[data-mantine-color-scheme="${scheme}"]`)[1]?.split("}")[0] ?? "";
    const hex = new RegExp(`${name}: #([0-9a-f]{6});`).exec(block)?.[1] ?? "";
    const part = (at: number) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255);
    return [part(0), part(2), part(4)];
  };
  const colours = () => Array.from({ length: COLOURS }, (_, i) => colourOf(`--sign-${i + 1}`));

  test.each(["--paper", "--surface", "--sunken"])("stand out from %s as WCAG asks of graphics", (ground) => {
    for (const colour of colours()) {
      expect(contrast(colour, colourOf(ground))).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(Object.entries(SIGHT))("differ for eyes with %s", (_, sight) => {
    const seen = colours().map((colour) => okLab(see(sight, colour)));
    for (const [i, a] of seen.entries()) {
      for (const b of seen.slice(i + 1)) {
        // A just noticeable difference is about 0.02.
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(0.09);
      }
    }
  });
});

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const times = (row: Rgb, [r, g, b]: Rgb) => row[0] * r + row[1] * g + row[2] * b;

function contrast(a: Rgb, b: Rgb): number {
  const [one, other] = [a, b].map((colour) => times([0.2126, 0.7152, 0.0722], colour) + 0.05);
  return Math.max(one ?? 0, other ?? 0) / Math.min(one ?? 1, other ?? 1);
}

function see(sight: readonly [Rgb, Rgb, Rgb], colour: Rgb): Rgb {
  const part = (row: Rgb) => Math.min(1, Math.max(0, times(row, colour)));
  return [part(sight[0]), part(sight[1]), part(sight[2])];
}

/** Björn Ottosson's, in which distances are about as they are seen. */
function okLab(colour: Rgb): Rgb {
  const cones: Rgb = [
    Math.cbrt(times([0.4122214708, 0.5363325363, 0.0514459929], colour)),
    Math.cbrt(times([0.2119034982, 0.6806995451, 0.1073969566], colour)),
    Math.cbrt(times([0.0883024619, 0.2817188376, 0.6299787005], colour)),
  ];
  return [
    times([0.2104542553, 0.793617785, -0.0040720468], cones),
    times([1.9779984951, -2.428592205, 0.4505937099], cones),
    times([0.0259040371, 0.7827717662, -0.808675766], cones),
  ];
}

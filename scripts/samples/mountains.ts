import { clouds, crests, glow, gradient, lerp, mix, type Rgb, soft, unit } from './noise.ts';
import { type Film, type Scene, type Shape, shape } from './picture.ts';
import { forest } from './trees.ts';

/** Dawn over layered mountains: the sun on the far crests, mist in the valleys, pines in front. */
export const mountainsFilm: Film = { exposure: 0.82, vignette: 0.5, grain: 0.022 };

const SUN = { x: 0.985, y: 0.428 };

const SKY: readonly (readonly [number, Rgb])[] = [
  [0, [0.035, 0.085, 0.24]],
  [0.18, [0.11, 0.17, 0.38]],
  [0.31, [0.42, 0.29, 0.44]],
  [0.4, [0.95, 0.44, 0.32]],
  [0.49, [1.2, 0.62, 0.3]],
  [0.58, [1.15, 0.7, 0.42]],
];

function sky(x: number, y: number): Rgb {
  const across = Math.abs(x - SUN.x);
  let light = gradient(SKY, y + across * across * -0.06);
  const bend = clouds(x * 1.1, y * 3, 11, 3) * 0.5;
  const veil = clouds(x * 1.5 + bend, y * 11 + bend * 2 + x * 0.9, 23, 6);
  const streak = soft(0.0, 0.62, veil) * soft(0.02, 0.14, y) * (1 - soft(0.34, 0.46, y));
  const near = Math.exp(-Math.hypot(across * 0.9, (y - SUN.y) * 1.7) * 2.2);
  const lit: Rgb = mix([0.36, 0.27, 0.42], [1.9, 0.72, 0.36], unit(near * 1.25));
  light = mix(light, lit, streak * 0.8);
  const far = Math.hypot(across, (y - SUN.y) * 1.15);
  light = glow(light, [1, 0.42, 0.12], 0.5 * Math.exp(-far * 4.2));
  light = glow(light, [1.6, 0.95, 0.42], 0.95 * Math.exp(-far * 13));
  return glow(light, [6, 4.6, 3], 1 - soft(0.021, 0.027, far));
}

interface Range {
  readonly base: number;
  readonly height: number;
  readonly scale: number;
  readonly seed: number;
  /** The share of haze between the range and the camera. */
  readonly haze: number;
}

const RANGES: readonly Range[] = [
  { base: 0.475, height: 0.1, scale: 1.9, seed: 3, haze: 0.84 },
  { base: 0.535, height: 0.15, scale: 1.55, seed: 41, haze: 0.7 },
  { base: 0.6, height: 0.15, scale: 1.7, seed: 67, haze: 0.53 },
  { base: 0.68, height: 0.16, scale: 1.35, seed: 83, haze: 0.36 },
  { base: 0.785, height: 0.17, scale: 1.25, seed: 108, haze: 0.2 },
  { base: 0.9, height: 0.16, scale: 1.05, seed: 139, haze: 0.085 },
];

const crestOf = (range: Range, x: number): number =>
  range.base - range.height * (crests(x * range.scale, range.seed * 0.37, range.seed, 8) - 0.28);

/** The colour of the air before a range: warm far away and towards the sun, blue near the camera. */
function hazeAt(x: number, far: number): Rgb {
  const towards = Math.exp(-((x - SUN.x) ** 2) * lerp(3.6, 2.6, far));
  return mix(
    [0.17, 0.23, 0.42],
    mix([0.4, 0.34, 0.5], [1.3, 0.62, 0.32], towards),
    unit(far * 1.05) * (0.45 + 0.55 * towards) + 0.08,
  );
}

function slopes(light: Rgb, range: Range, x: number, y: number, crest: number, pixel: number): Rgb {
  const below = y - crest;
  const over = unit(below / pixel + 0.5);
  if (over === 0) return light;
  const haze = hazeAt(x, range.haze);
  const rock = crests(x * range.scale * 4 + below * 5, below * 9 - x * 2 + range.seed, range.seed + 7, 5);
  const gully = x + below * 0.6 + clouds(x * 9, below * 14, range.seed + 9, 2) * 0.02;
  const turned = (crestOf(range, gully + 0.009) - crestOf(range, gully - 0.009)) / 0.018;
  const side = unit(0.5 - turned * Math.sign(SUN.x - x) * 0.4) * (1 - soft(0, 0.09, below));
  const ground: Rgb = mix([0.012, 0.024, 0.05], [0.15, 0.1, 0.09], unit((rock - 0.35) * 0.9 + side * 0.55 - 0.1));
  const mist = soft(0.01, range.height * 1.35, below) * (0.62 + 0.55 * clouds(x * 2.2, y * 6, range.seed + 3, 4));
  const veil = unit(range.haze + (1 - range.haze) * unit(mist) * lerp(0.28, 0.6, range.haze));
  const seen = mix(ground, mix(haze, mix([0.42, 0.46, 0.62], [1.05, 0.72, 0.52], range.haze), unit(mist) * 0.4), veil);
  return mix(light, seen, over);
}

/** The scene, for a picture `height` px high. */
export function mountains(height: number): Scene {
  const pixel = 1 / height;
  const ground = (x: number): number => 0.965 - 0.045 * Math.cos(x * 4.2) - 0.02 * clouds(x * 3, 7, 201, 4);
  const pines: Shape = shape(height, (context) => {
    forest(context, { seed: 4, count: 40, from: -0.05, to: 0.6, ground, smallest: 0.06, tallest: 0.3 });
    forest(context, { seed: 9, count: 36, from: 1.0, to: 1.56, ground, smallest: 0.035, tallest: 0.2 });
    forest(context, { seed: 14, count: 60, from: 0.3, to: 1.3, ground, smallest: 0.02, tallest: 0.06 });
  });
  return (x, y) => {
    let light = y < 0.62 ? sky(x, y) : hazeAt(x, 1);
    for (const range of RANGES) {
      const crest = crestOf(range, x);
      if (y > crest - pixel) light = slopes(light, range, x, y, crest, pixel);
    }
    const floor = unit((y - ground(x)) / pixel + 0.5);
    const dark: Rgb = mix([0.008, 0.013, 0.02], [0.03, 0.026, 0.03], unit(clouds(x * 30, y * 40, 77, 3) + 0.3));
    light = mix(light, dark, Math.max(floor, pines(x, y)));
    const far = Math.hypot(x - SUN.x, y - SUN.y);
    return glow(light, [1, 0.55, 0.28], 0.16 * Math.exp(-far * 3.6));
  };
}

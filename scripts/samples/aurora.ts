import { clouds, crests, glow, gradient, hash, lerp, mix, noise, type Rgb, soft, unit } from './noise.ts';
import { ASPECT, type Film, type Scene, shape } from './picture.ts';
import { forest } from './trees.ts';

/** A clear night: northern lights over snowy mountains, a still lake, pines, and one lit tent. */
export const auroraFilm: Film = { exposure: 1.25, vignette: 0.45, grain: 0.026 };

const SHORE = 0.69;

const SKY: readonly (readonly [number, Rgb])[] = [
  [0, [0.004, 0.01, 0.032]],
  [0.35, [0.008, 0.024, 0.058]],
  [0.55, [0.016, 0.05, 0.085]],
  [0.69, [0.03, 0.078, 0.1]],
];

/** One fold of the lights: where its lower hem runs, and how bright and high it stands along it. */
interface Curtain {
  readonly seed: number;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly swing: number;
  readonly tall: number;
  readonly light: number;
}

const CURTAINS: readonly Curtain[] = [
  { seed: 21, from: [-0.2, 0.36], to: [1.7, 0.44], swing: 0.42, tall: 0.27, light: 1.05 },
  { seed: 57, from: [0.35, 0.5], to: [1.7, 0.26], swing: 0.3, tall: 0.22, light: 0.5 },
  { seed: 88, from: [-0.2, 0.52], to: [1.1, 0.55], swing: 0.16, tall: 0.12, light: 0.42 },
];

/** The lights as a picture of light: `rows` high; each column holds the rays that stand in it. */
function lights(rows: number): Scene {
  const columns = Math.round(rows * ASPECT);
  const field = new Float32Array(rows * columns * 3);
  for (const curtain of CURTAINS) {
    const steps = columns * 7;
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const fold = clouds(t * 3.1, curtain.seed, curtain.seed, 4);
      const x = lerp(curtain.from[0], curtain.to[0], t) + curtain.swing * clouds(t * 5.2, 9, curtain.seed + 1, 4);
      const hem = lerp(curtain.from[1], curtain.to[1], t) + curtain.swing * 0.55 * fold;
      const rays = unit(0.5 + clouds(t * 48, 2, curtain.seed + 2, 5) * 1.0);
      const sway = unit(0.62 + 1.1 * noise(t * 6.5, 5, curtain.seed + 3));
      const ends = soft(0, 0.12, t) * (1 - soft(0.86, 1, t));
      const strength = curtain.light * lerp(0.3, 1, rays) * sway * ends * 0.07;
      const tall = curtain.tall * lerp(0.55, 1.3, unit(0.5 + clouds(t * 22, 3, curtain.seed + 4, 3)));
      const column = Math.round(x * rows);
      const bottom = Math.min(rows - 1, Math.round((hem + 0.03) * rows));
      if (column < 0 || column >= columns) continue;
      for (let row = Math.max(0, Math.round((hem - tall * 2.4) * rows)); row <= bottom; row++) {
        const up = (hem - row / rows) / tall;
        const fade = up < 0 ? Math.exp(-((up * tall * 52) ** 2)) : Math.exp(-up * 1.9) * (1 - soft(1.5, 2.4, up));
        const violet = soft(0.35, 1.25, up);
        const pink = Math.exp(-(((up + 0.01) * 12) ** 2)) * 0.2;
        const at = (row * columns + column) * 3;
        const beam = fade * strength;
        field[at] = (field[at] ?? 0) + beam * (lerp(0.1, 0.5, violet) + pink);
        field[at + 1] = (field[at + 1] ?? 0) + beam * (lerp(1, 0.14, violet) - pink * 0.35);
        field[at + 2] = (field[at + 2] ?? 0) + beam * (lerp(0.4, 0.72, violet) + pink * 0.3);
      }
    }
  }
  const sharp = blurred(field, columns, rows, Math.max(1, Math.round(rows * 0.0028)));
  const wide = blurred(sharp, columns, rows, Math.round(rows * 0.045));
  const read = (from: Float32Array, x: number, y: number, channel: number): number => {
    const column = Math.min(columns - 2, Math.max(0, x * rows - 0.5));
    const row = Math.min(rows - 2, Math.max(0, y * rows - 0.5));
    const left = Math.floor(column);
    const top = Math.floor(row);
    const value = (c: number, r: number): number => from[(r * columns + c) * 3 + channel] ?? 0;
    return lerp(
      lerp(value(left, top), value(left + 1, top), column - left),
      lerp(value(left, top + 1), value(left + 1, top + 1), column - left),
      row - top,
    );
  };
  const both = (x: number, y: number, channel: number): number =>
    read(sharp, x, y, channel) + 0.7 * read(wide, x, y, channel);
  return (x, y) => [both(x, y, 0), both(x, y, 1), both(x, y, 2)];
}

/** Three box blurs in each direction, nearly a Gaussian; `radius` in pixels. */
function blurred(field: Float32Array, columns: number, rows: number, radius: number): Float32Array {
  let from = field;
  for (let pass = 0; pass < 6; pass++) {
    const to = new Float32Array(from.length);
    const [lines, length, next, line] =
      pass % 2 === 0 ? [rows, columns, 3, columns * 3] : [columns, rows, columns * 3, 3];
    for (let index = 0; index < lines; index++) {
      for (let channel = 0; channel < 3; channel++) {
        const start = index * line + channel;
        const value = (at: number): number => from[start + Math.min(length - 1, Math.max(0, at)) * next] ?? 0;
        let sum = 0;
        for (let at = -radius; at <= radius; at++) sum += value(at);
        for (let at = 0; at < length; at++) {
          to[start + at * next] = sum / (2 * radius + 1);
          sum += value(at + radius + 1) - value(at - radius);
        }
      }
    }
    from = to;
  }
  return from;
}

/** Stars, many faint and few bright, on a grid of `cells` per unit so that each is found from any point. */
function stars(x: number, y: number): Rgb {
  let light: Rgb = [0, 0, 0];
  const band = Math.exp(-(((x - 0.35 - y * 0.75) / 0.2) ** 2)) * (0.6 + clouds(x * 6, y * 6, 400, 4));
  light = glow(light, [0.05, 0.055, 0.085], unit(band) * 0.35);
  for (const [cells, share, size] of [
    [120, 0.07, 0.0006],
    [55, 0.07, 0.00085],
    [16, 0.09, 0.0013],
  ] as const) {
    const column = Math.floor(x * cells);
    const row = Math.floor(y * cells);
    if (hash(column, row, cells) > share * (1 + unit(band) * 1.4)) continue;
    const dx = x - (column + 0.2 + 0.6 * hash(column, row, cells + 1)) / cells;
    const dy = y - (row + 0.2 + 0.6 * hash(column, row, cells + 2)) / cells;
    const bright = hash(column, row, cells + 3) ** 3 * 1.4 + 0.1;
    const tint = mix([0.75, 0.86, 1.15], [1.15, 0.95, 0.75], hash(column, row, cells + 4));
    light = glow(light, tint, bright * Math.exp(-(dx * dx + dy * dy) / (size * size)));
  }
  return light;
}

const TENT = { x: 0.47, y: 0.925, size: 0.056 };

const farCrest = (x: number): number =>
  SHORE - 0.03 - 0.27 * (crests(x * 1.5 + 0.55, 3.3, 510, 8) - 0.2) * soft(-0.3, 0.5, x + 0.1);
const woodLine = (x: number): number => SHORE - 0.012 - 0.016 * (0.5 + clouds(x * 5, 2, 530, 3));
const bank = (x: number): number =>
  0.995 -
  0.12 * (1 - soft(0.1, 0.95, x)) -
  0.1 * soft(1.08, 1.5, x) -
  0.008 * clouds(x * 12, 4, 540, 4) -
  0.004 * hash(Math.floor(x * 700), 1, 541);

/** The woods on the shore, the trees in front, the tent. */
function shapesOf(height: number): Record<'wood' | 'pines' | 'tent', ReturnType<typeof shape>> {
  const wood = shape(height, (context) => {
    forest(context, { seed: 61, count: 260, from: -0.02, to: 1.52, ground: woodLine, smallest: 0.012, tallest: 0.038 });
  });
  const pines = shape(height, (context) => {
    forest(context, { seed: 34, count: 17, from: -0.06, to: 0.36, ground: bank, smallest: 0.1, tallest: 0.56 });
    forest(context, { seed: 71, count: 17, from: 1.16, to: 1.56, ground: bank, smallest: 0.1, tallest: 0.62 });
  });
  const tent = shape(height, (context) => {
    const { x, y, size } = TENT;
    context.beginPath();
    context.moveTo(x - size, y + size * 0.12);
    context.quadraticCurveTo(x - size * 0.35, y - size * 0.35, x - size * 0.02, y - size * 0.85);
    context.quadraticCurveTo(x + size * 0.5, y - size * 0.4, x + size, y + size * 0.12);
    context.closePath();
    context.fill();
  });
  return { wood, pines, tent };
}

/** The sky with its lights and stars, and the mountains and woods in front of it; `pixel` is the height of one. */
function heavenOf(curtain: ReturnType<typeof lights>, wood: ReturnType<typeof shape>, pixel: number): Scene {
  return (x, y) => {
    const shine = curtain(x, y);
    let light = glow(gradient(SKY, y), shine, 1);
    const veiled = 1 / (1 + (shine[0] + shine[1] + shine[2]) * 1.6);
    light = glow(light, stars(x, y), veiled * (1 - soft(0.5, 0.7, y) * 0.8));
    const crest = farCrest(x);
    const over = unit((y - crest) / pixel + 0.5);
    if (over > 0) {
      const below = y - crest;
      const relief = crests(x * 15 + below * 9, below * 16 + x * 6, 550, 6);
      const snow = soft(0.3, 0.7, relief + 0.12 - below * 1.1);
      const above = curtain(x, Math.max(0.1, crest - 0.12));
      const lit = mix(
        [0.005, 0.011, 0.02],
        [0.07 + above[0] * 0.12, 0.115 + above[1] * 0.16, 0.16 + above[2] * 0.16],
        snow * 0.8,
      );
      light = mix(light, mix(lit, [0.02, 0.055, 0.075], soft(0.02, 0.2, below) * 0.55), over);
    }
    return mix(light, [0.003, 0.007, 0.011], Math.max(wood(x, y), unit((y - woodLine(x)) / pixel)));
  };
}

/** The water, which shows the sky. */
function lakeOf(heaven: Scene): Scene {
  return (x, y) => {
    const depth = y - SHORE;
    const away = 1 / (depth + 0.03);
    const ripple = clouds((x - 0.75) * away * 1.1, away * 3.2, 560, 4) * soft(0, 0.12, depth);
    const fine = noise((x - 0.75) * away * 7, away * 16, 570) * soft(0.02, 0.2, depth);
    const up = SHORE - depth * 1.55 - ripple * 0.03 - fine * 0.012;
    const across = x + ripple * 0.012;
    let light: Rgb = [0, 0, 0];
    for (const spread of [-0.022, -0.007, 0.007, 0.022]) {
      light = glow(light, heaven(across, Math.max(0.01, up + spread * unit(depth * 5))), 0.25);
    }
    const mist = Math.exp(-(((depth - 0.004) * 60) ** 2)) * (0.6 + clouds(x * 4, y * 40, 580, 3));
    light = mix(glow([0, 0, 0], light, 0.62 - depth * 0.35), [0.004, 0.014, 0.024], 0.16);
    return mix(light, [0.05, 0.11, 0.12], unit(mist) * 0.4);
  };
}

/** The scene, for a picture `height` px high. */
export function aurora(height: number): Scene {
  const pixel = 1 / height;
  const curtain = lights(Math.min(height, 900));
  const { wood, pines, tent } = shapesOf(height);
  const heaven = heavenOf(curtain, wood, pixel);
  const lake = lakeOf(heaven);

  return (x, y) => {
    let light = y < SHORE ? heaven(x, y) : lake(x, y);
    const warm = Math.hypot((x - TENT.x) * 0.8, (y - TENT.y - TENT.size * 0.1) * 1.3);
    const ground = unit((y - bank(x)) / pixel + 0.5);
    if (ground > 0) {
      const grass = unit(0.35 + clouds(x * 90, y * 70, 590, 4));
      const soil = glow([0.002, 0.005, 0.006], [0.004, 0.009, 0.009], grass);
      light = mix(light, glow(soil, [0.55, 0.24, 0.07], (0.3 + grass) * 0.42 * Math.exp(-warm * 17)), ground);
    }
    light = mix(light, [0.002, 0.004, 0.006], pines(x, y));
    const inside = Math.hypot(x - TENT.x, (y - TENT.y + TENT.size * 0.12) * 1.1) / TENT.size;
    const seam = Math.exp(-(((x - TENT.x + 0.002 - (y - TENT.y) * 0.18) / 0.0011) ** 2));
    const cloth = glow([0.28, 0.085, 0.02], [1.75, 0.86, 0.27], Math.exp(-inside * inside * 2.6) * (1 - seam * 0.45));
    light = mix(light, cloth, tent(x, y));
    return glow(light, [0.8, 0.36, 0.1], 0.2 * Math.exp(-warm * 26));
  };
}

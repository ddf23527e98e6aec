import type { SKRSContext2D } from '@napi-rs/canvas';
import { clouds, glow, gradient, hash, lerp, mix, noise, type Rgb, soft, unit } from './noise.ts';
import { type Film, type Scene, shape } from './picture.ts';

/** Golden hour at sea: a low sun, its path on the water, a sailing boat, a lighthouse on the headland. */
export const seaFilm: Film = { exposure: 0.85, vignette: 0.5, grain: 0.022 };

const SUN = { x: 0.5, y: 0.5 };
const HORIZON = 0.575;

const SKY: readonly (readonly [number, Rgb])[] = [
  [0, [0.045, 0.12, 0.26]],
  [0.2, [0.16, 0.22, 0.36]],
  [0.36, [0.56, 0.3, 0.32]],
  [0.47, [1.05, 0.4, 0.2]],
  [0.575, [1.35, 0.56, 0.19]],
];

function sky(x: number, y: number): Rgb {
  const across = x - SUN.x;
  const far = Math.hypot(across, (y - SUN.y) * 1.1);
  const toSun = Math.exp(-far * 2.1);
  let light = mix(gradient(SKY, y), gradient(SKY, y * 0.86), unit(Math.abs(across) * 0.8));
  const bend = clouds(x * 1.3 + 4, y * 4, 5, 3);
  const heap = clouds(x * 2 + bend * 0.7, y * 6.5 + bend * 0.8, 19, 6) + 0.14 * Math.sin(y * 26 + x * 3);
  const lower = clouds(x * 2 + bend * 0.7, (y + 0.03) * 6.5 + bend * 0.8, 19, 4);
  const cover = soft(0.02, 0.5, heap) * soft(0, 0.1, y + 0.05) * (1 - soft(0.36, 0.52, y));
  const rim = unit(0.5 + (heap - lower) * 0.9 - cover * 0.35);
  const cloud = mix(
    mix([0.16, 0.15, 0.24], [0.5, 0.26, 0.22], toSun),
    mix([0.6, 0.36, 0.36], [2.1, 0.95, 0.4], toSun),
    rim,
  );
  light = mix(light, cloud, cover * 0.88);
  const bank = soft(0, 0.3, clouds(x * 3.2, y * 30, 71, 4)) * soft(0.47, 0.535, y) * (1 - soft(0.55, HORIZON, y));
  light = mix(light, mix([0.6, 0.32, 0.3], [1.5, 0.6, 0.2], toSun), bank * 0.5);
  light = glow(light, [1.1, 0.36, 0.06], 0.55 * Math.exp(-far * 4.5));
  light = glow(light, [1.8, 1, 0.34], 0.9 * Math.exp(-far * 15));
  return glow(light, [7, 5, 2.6], 1 - soft(0.022, 0.032, far));
}

/** How far the water's face is tipped towards and across the view at a point, calmed where waves are smaller than pixels. */
function tilt(x: number, y: number): { along: number; across: number } {
  const away = 1 / (y - HORIZON + 0.012);
  const px = (x - 0.75) * away;
  const calm = unit(3.4 / away + 0.05);
  let along = 0;
  let across = 0;
  for (const [scale, weight, seed] of [
    [0.55, 0.55, 1],
    [1.3, 0.6, 2],
    [2.9, 0.5, 3],
    [6.3, 0.32, 4],
    [13, 0.24, 5],
    [27, 0.2, 6],
    [58, 0.15, 7],
  ] as const) {
    const fine = weight * Math.exp(-(((away * scale) / 150) ** 2));
    along += noise(px * scale * 0.55, away * scale * 1.5, 300 + seed) * fine;
    across += noise(px * scale * 0.55 + 50, away * scale * 1.5, 320 + seed) * fine;
  }
  return { along: along * lerp(0.5, 1, calm), across };
}

function water(x: number, y: number, above: Scene): Rgb {
  const depth = y - HORIZON;
  const { along, across } = tilt(x, y);
  const reach = depth * 1.02 + Math.abs(along) * 0.16 * soft(0, 0.1, depth) + along * 0.05;
  const mirror = above(x + across * 0.07 * unit(depth * 5 + 0.1), HORIZON - Math.min(0.57, Math.max(0.002, reach)));
  const dull: Rgb = [Math.min(mirror[0], 1.7), Math.min(mirror[1], 1.3), Math.min(mirror[2], 0.9)];
  const steep = unit(0.24 + depth * 1.15 + along * 0.75);
  let light = mix(dull, [0.012, 0.05, 0.075], unit(steep) * 0.92);
  const wide = 0.02 + depth * 0.24;
  const path = Math.exp(-(((x - SUN.x + across * 0.1 * depth) / wide) ** 2));
  const facing = soft(0.08, 0.4, along + 0.3 * across - depth * 0.1 + path * 0.12);
  const still = 1 - soft(0.0, 0.09, depth);
  light = glow(light, [2.9, 1.3, 0.4], path * lerp(facing * 1.25, 0.6, still * 0.8));
  const spark = hash(Math.floor(x * 620), Math.floor(y * 620), 12);
  if (spark > 0.985) light = glow(light, [3, 2, 1], path * facing * (spark - 0.985) * 50);
  const hazy = Math.exp(-depth * 34);
  return mix(light, [1.0, 0.52, 0.24], hazy * 0.55 * Math.exp(-Math.abs(x - SUN.x) * 0.9));
}

const BOAT = { x: 0.93, y: 0.7, size: 0.35 };

function hull(context: SKRSContext2D): void {
  const { x, y, size } = BOAT;
  context.beginPath();
  context.moveTo(x - size * 0.27, y - size * 0.06);
  context.quadraticCurveTo(x, y - size * 0.035, x + size * 0.3, y - size * 0.085);
  context.quadraticCurveTo(x + size * 0.24, y - size * 0.01, x + size * 0.17, y + size * 0.006);
  context.lineTo(x - size * 0.22, y + size * 0.006);
  context.closePath();
  context.fill();
  context.fillRect(x - size * 0.12, y - size * 0.085, size * 0.16, size * 0.04);
  context.lineWidth = size * 0.011;
  context.beginPath();
  context.moveTo(x + size * 0.02, y - size * 0.05);
  context.lineTo(x + size * 0.012, y - size * 1.02);
  context.moveTo(x + size * 0.02, y - size * 0.115);
  context.lineTo(x - size * 0.27, y - size * 0.105);
  context.stroke();
  context.lineWidth = size * 0.004;
  context.beginPath();
  context.moveTo(x + size * 0.012, y - size);
  context.lineTo(x - size * 0.265, y - size * 0.06);
  context.moveTo(x + size * 0.012, y - size * 0.98);
  context.lineTo(x + size * 0.3, y - size * 0.085);
  context.stroke();
  context.beginPath();
  context.ellipse(x - size * 0.17, y - size * 0.078, size * 0.024, size * 0.036, 0.2, 0, Math.PI * 2);
  context.ellipse(x - size * 0.163, y - size * 0.127, size * 0.0125, size * 0.015, 0, 0, Math.PI * 2);
  context.fill();
}

function sails(context: SKRSContext2D): void {
  const { x, y, size } = BOAT;
  context.beginPath();
  context.moveTo(x + size * 0.008, y - size * 0.99);
  context.quadraticCurveTo(x - size * 0.19, y - size * 0.52, x - size * 0.262, y - size * 0.13);
  context.quadraticCurveTo(x - size * 0.12, y - size * 0.105, x + size * 0.012, y - size * 0.125);
  context.closePath();
  context.fill();
  context.beginPath();
  context.moveTo(x + size * 0.024, y - size * 0.9);
  context.quadraticCurveTo(x + size * 0.08, y - size * 0.4, x + size * 0.285, y - size * 0.105);
  context.quadraticCurveTo(x + size * 0.14, y - size * 0.13, x + size * 0.034, y - size * 0.12);
  context.closePath();
  context.fill();
}

function headland(context: SKRSContext2D, far: boolean): void {
  const from = far ? 1.02 : 1.2;
  const rise = far ? 0.035 : 0.06;
  context.beginPath();
  context.moveTo(from, HORIZON + 0.002);
  for (let x = from; x <= 1.52; x += 0.002) {
    const up = rise * (0.55 + 0.6 * clouds(x * 7, 3, far ? 81 : 92, 6)) * soft(from, from + (far ? 0.2 : 0.07), x);
    context.lineTo(x, HORIZON - up);
  }
  context.lineTo(1.52, HORIZON + (far ? 0.002 : 0.006));
  context.closePath();
  context.fill();
}

const LIGHT = { x: 1.335, top: 0.415, foot: 0.55 };

function tower(context: SKRSContext2D): void {
  const { x, top, foot } = LIGHT;
  context.beginPath();
  context.moveTo(x - 0.014, foot);
  context.lineTo(x - 0.0085, top + 0.012);
  context.lineTo(x + 0.0085, top + 0.012);
  context.lineTo(x + 0.014, foot);
  context.closePath();
  context.fill();
  context.fillRect(x - 0.0125, top + 0.009, 0.025, 0.004);
  context.fillRect(x - 0.0065, top - 0.007, 0.0022, 0.018);
  context.fillRect(x + 0.0043, top - 0.007, 0.0022, 0.018);
  context.beginPath();
  context.moveTo(x - 0.0095, top - 0.006);
  context.lineTo(x, top - 0.02);
  context.lineTo(x + 0.0095, top - 0.006);
  context.closePath();
  context.fill();
  context.fillRect(x + 0.022, foot - 0.022, 0.034, 0.03);
  context.beginPath();
  context.moveTo(x + 0.018, foot - 0.021);
  context.lineTo(x + 0.039, foot - 0.037);
  context.lineTo(x + 0.06, foot - 0.021);
  context.closePath();
  context.fill();
}

/** The scene, for a picture `height` px high. */
export function sea(height: number): Scene {
  const farLand = shape(height, (context) => headland(context, true));
  const nearLand = shape(height, (context) => headland(context, false));
  const lighthouse = shape(height, tower);
  const wood = shape(height, hull);
  const cloth = shape(height, sails);

  const behind: Scene = (x, y) => {
    let light = sky(x, y);
    light = mix(light, [0.42, 0.25, 0.24], farLand(x, y) * 0.85);
    const wall = unit((x - LIGHT.x + 0.014) / 0.028);
    light = mix(light, mix([0.55, 0.28, 0.16], [0.1, 0.075, 0.09], soft(0, 0.75, wall)), lighthouse(x, y));
    light = mix(light, mix([0.15, 0.085, 0.075], [0.055, 0.04, 0.05], soft(0.5, HORIZON, y)), nearLand(x, y));
    const lamp = Math.hypot(x - LIGHT.x, y - LIGHT.top - 0.001);
    return glow(light, [2.4, 1.7, 0.8], 1.6 * Math.exp(-lamp * 190) + 0.22 * Math.exp(-lamp * 26));
  };
  const boat = (light: Rgb, x: number, y: number): Rgb => {
    const up = unit((BOAT.y - y) / BOAT.size);
    const fold = 0.5 + 0.5 * Math.sin((x - BOAT.x) * 70 + up * 7);
    const canvas = mix([0.1, 0.024, 0.02], [0.78, 0.24, 0.085], unit(0.14 + up * 0.5 + fold * 0.14 - (x - BOAT.x) * 3));
    return mix(mix(light, canvas, cloth(x, y) * 0.95), [0.018, 0.014, 0.018], wood(x, y));
  };
  return (x, y) => {
    if (y < HORIZON) return boat(behind(x, y), x, y);
    let light = water(x, y, behind);
    if (y > BOAT.y - 0.01) {
      const { along, across } = tilt(x, y);
      const down = y - BOAT.y;
      const sway = x + across * 0.05 * unit(down * 9) + along * 0.02;
      const up = BOAT.y - down * 0.92 + along * 0.03;
      const fade = 0.82 * Math.exp(-down * 2.6) * soft(-0.004, 0.004, down);
      const seen = Math.max(wood(sway, up), cloth(sway, up));
      light = mix(light, mix(boat(light, sway, up), [0.02, 0.03, 0.045], 0.42), seen * fade);
    }
    return boat(light, x, y);
  };
}

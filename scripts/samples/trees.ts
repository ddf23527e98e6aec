import type { SKRSContext2D } from '@napi-rs/canvas';
import { dice, lerp } from './noise.ts';

/** A row of pines standing on a line. */
export interface Forest {
  readonly seed: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
  /** The ground's height at a place across. */
  readonly ground: (x: number) => number;
  readonly smallest: number;
  readonly tallest: number;
}

/** Draws one pine, its foot at (`x`, `y`): ragged branches that hang a little, shorter towards the top. */
function pine(context: SKRSContext2D, x: number, y: number, tall: number, random: () => number): void {
  const wide = tall * lerp(0.15, 0.27, random());
  const lean = (random() - 0.5) * tall * 0.03;
  const tiers = Math.max(9, Math.round(tall * 150));
  context.beginPath();
  context.moveTo(x + lean, y - tall);
  for (const side of [1, -1]) {
    const steps = Array.from({ length: tiers }, (_, step) => (side === 1 ? step + 1 : tiers - step));
    for (const step of steps) {
      const down = step / tiers;
      const reach = wide * down ** 0.85 * lerp(0.5, 1.15, random());
      const level = y - tall * (1 - down * 0.94);
      const middle = x + lean * (1 - down);
      const tip = [middle + side * reach, level + tall * 0.012] as const;
      const fork = [middle + side * reach * lerp(0.3, 0.5, random()), level - tall * 0.006] as const;
      const [first, second] = side === 1 ? [tip, fork] : [fork, tip];
      context.lineTo(...first);
      context.lineTo(...second);
    }
    if (side === 1) {
      context.lineTo(x + tall * 0.012, y);
      context.lineTo(x - tall * 0.012, y);
    }
  }
  context.closePath();
  context.fill();
}

/** Draws a forest, its trees spread by chance: small ones often, tall ones seldom. */
export function forest(context: SKRSContext2D, row: Forest): void {
  const random = dice(row.seed);
  for (let tree = 0; tree < row.count; tree++) {
    const x = lerp(row.from, row.to, (tree + random()) / row.count);
    const tall = lerp(row.smallest, row.tallest, random() ** 2.4);
    pine(context, x, row.ground(x) + 0.012, tall, random);
  }
}

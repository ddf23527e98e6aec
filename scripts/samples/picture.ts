import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { clouds, hash, type Rgb, unit } from './noise.ts';

/** Width over height of every sample. */
export const ASPECT = 1.5;

/**
 * A picture as a function: the light at a point, `x` from 0 (left) to {@link ASPECT}, `y` from 0 (top) to 1.
 * `pixel` is the side of one pixel in these units.
 */
export type Scene = (x: number, y: number) => Rgb;

/** How the camera sees a scene. */
export interface Film {
  /** Times the light of the scene. */
  readonly exposure: number;
  /** How much of the light is lost in the corners, 0 to 1. */
  readonly vignette: number;
  /** Strength of the grain, in shares of the full range. */
  readonly grain: number;
}

/** A shape drawn with the canvas, read as a function: 0 outside, 1 inside, smooth at its edge. */
export type Shape = (x: number, y: number) => number;

/** Draws a shape in scene units and gives its coverage, looked up with smooth interpolation. */
export function shape(height: number, draw: (context: SKRSContext2D) => void): Shape {
  const width = Math.round(height * ASPECT);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.scale(height, height);
  context.fillStyle = '#fff';
  context.strokeStyle = '#fff';
  draw(context);
  const { data } = context.getImageData(0, 0, width, height);
  const cover = (column: number, row: number): number =>
    column < 0 || column >= width || row < 0 || row >= height ? 0 : (data[(row * width + column) * 4 + 3] ?? 0) / 255;
  return (x, y) => {
    const column = x * height - 0.5;
    const row = y * height - 0.5;
    const left = Math.floor(column);
    const top = Math.floor(row);
    const right = column - left;
    const down = row - top;
    return (
      (cover(left, top) * (1 - right) + cover(left + 1, top) * right) * (1 - down) +
      (cover(left, top + 1) * (1 - right) + cover(left + 1, top + 1) * right) * down
    );
  };
}

/** The filmic curve (Narkowicz's fit of ACES): keeps colour in the highlights, gives the shadows depth. */
const filmic = (light: number): number =>
  unit((light * (2.51 * light + 0.03)) / (light * (2.43 * light + 0.59) + 0.14));

const toSrgb = (linear: number): number => (linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055);

/** Photographs a scene: `height` px high, {@link ASPECT} times as wide; a JPEG of the given quality (0 to 100). */
export function photograph(scene: Scene, film: Film, height: number, quality: number): Buffer {
  const width = Math.round(height * ASPECT);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = (column + 0.5) / height;
      const y = (row + 0.5) / height;
      const light = scene(x, y);
      const fromCentre = ((x / ASPECT - 0.5) ** 2 + (y - 0.5) ** 2) * 2;
      const exposure = film.exposure * (1 - film.vignette * fromCentre ** 1.4);
      const seen = [0, 1, 2].map((channel) => toSrgb(filmic((light[channel] ?? 0) * exposure)));
      const middle = 1 - Math.abs(((seen[0] ?? 0) + (seen[1] ?? 0) + (seen[2] ?? 0)) / 1.5 - 1) ** 2 * 0.6;
      const grain =
        (clouds(column * 0.61, row * 0.61, 991, 1) + hash(column, row, 5) * 0.5 - 0.25) * film.grain * middle;
      const at = (row * width + column) * 4;
      for (let channel = 0; channel < 3; channel++) {
        image.data[at + channel] = Math.round(unit((seen[channel] ?? 0) + grain) * 255);
      }
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/jpeg', quality);
}

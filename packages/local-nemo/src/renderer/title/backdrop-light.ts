import type { I420 } from '../picture/i420.ts';

/** A part of a frame, in fractions of its size. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The text's contrast against its background: more than the 4.5 of WCAG 2, level AA, of which coding takes a little. */
export const AIMED_CONTRAST = 5;
export const GAMMA = 2.2;
/** Share of the pixels that may be lighter, or darker, than what the contrast is kept against. */
const OUTLIERS = 0.03;

/** The relative luminance of a CSS colour such as `#ff3b30`, 0 to 1; white where it is none. */
export function luminanceOf(color: string): number {
  const hex = /^#([0-9a-f]{6})$/i.exec(color)?.[1];
  if (hex === undefined) return 1;
  const [r, g, b] = [0, 2, 4].map((at) => (Number.parseInt(hex.slice(at, at + 2), 16) / 255) ** GAMMA);
  return 0.2126 * (r ?? 1) + 0.7152 * (g ?? 1) + 0.0722 * (b ?? 1);
}

/** The contrast of two relative luminances, 1 to 21. */
export function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** How dark and how light (0 to 1, as displayed) an area of pictures is, a few pixels aside. */
function lightIn(pictures: I420[], area: Area): { darkest: number; lightest: number } {
  const counts = new Uint32Array(256);
  let all = 0;
  for (const picture of pictures) {
    forEachPixel(picture, area, (at) => {
      counts[picture.y.bytes[at] ?? 0] = (counts[picture.y.bytes[at] ?? 0] ?? 0) + 1;
      all++;
    });
  }
  if (all === 0) return { darkest: 0, lightest: 1 };
  const value = (share: number) => {
    let left = share * all;
    for (let i = 0; i < 256; i++) {
      left -= counts[i] ?? 0;
      if (left < 0) return Math.min(1, Math.max(0, (i - 16) / 219));
    }
    return 1;
  };
  return { darkest: value(OUTLIERS), lightest: value(1 - OUTLIERS) };
}

/** How much goes on in an area of pictures: the mean step between neighbouring pixels, the middle counting more. */
export function unrestIn(pictures: I420[], area: Area): number {
  let sum = 0;
  let count = 0;
  for (const picture of pictures) {
    const { width, bytes } = picture.y;
    forEachPixel(picture, area, (at, x) => {
      const here = bytes[at] ?? 0;
      const step = Math.abs(here - (bytes[at + 1] ?? here)) + Math.abs(here - (bytes[at + width] ?? here));
      const weight = 1.5 - Math.abs(x / width - 0.5);
      sum += step * weight;
      count += weight;
    });
  }
  return count === 0 ? 0 : sum / count;
}

function forEachPixel({ y }: I420, area: Area, visit: (at: number, x: number) => void): void {
  const left = Math.max(0, Math.floor(area.x * y.width));
  const right = Math.min(y.width, Math.ceil((area.x + area.width) * y.width));
  const top = Math.max(0, Math.floor(area.y * y.height));
  const bottom = Math.min(y.height, Math.ceil((area.y + area.height) * y.height));
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) visit(row * y.width + column, column);
  }
}

/** A veil of black or white between a picture and a text. */
export interface Veil {
  shade: 'black' | 'white';
  /** 0 to 1. */
  alpha: number;
}

/** As much of a veil as gives a text of this colour its contrast everywhere in an area. */
export function veilFor(color: string, pictures: I420[], area: Area): Veil {
  const text = luminanceOf(color);
  const { darkest, lightest } = lightIn(pictures, area);
  // Light text wants a dark ground; only very dark text a light one.
  const mostBehind = (text + 0.05) / AIMED_CONTRAST - 0.05;
  if (mostBehind > 0) {
    const most = mostBehind ** (1 / GAMMA);
    return { shade: 'black', alpha: lightest <= most ? 0 : Math.min(MOST_VEIL, 1 - most / lightest) };
  }
  const least = Math.min(1, (text + 0.05) * AIMED_CONTRAST - 0.05) ** (1 / GAMMA);
  return { shade: 'white', alpha: darkest >= least ? 0 : Math.min(MOST_VEIL, (least - darkest) / (1 - darkest)) };
}

const MOST_VEIL = 0.94;

import type { SKRSContext2D } from '@napi-rs/canvas';
import type { TextDesign } from '../../draft.ts';
import { AIMED_CONTRAST, contrast, GAMMA, luminanceOf } from './backdrop-light.ts';

/** Lines of text at a place of the canvas; px. */
export interface Lines {
  font: string;
  weight: number;
  size: number;
  lines: string[];
  color: string;
  top: number;
  /** Of a line. */
  height: number;
}

/** Writes lines, centred, with what sets them off from the picture. */
export function drawLetters(context: SKRSContext2D, text: Lines, centre: number, design: TextDesign | undefined): void {
  context.fontVariationSettings = `'wght' ${text.weight}`;
  context.font = text.font;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const each = (draw: (line: string, y: number) => void) => {
    for (const [i, line] of text.lines.entries()) draw(line, text.top + (i + 0.5) * text.height);
  };
  const dark = luminanceOf(text.color) < 0.18;
  if (design === 'outline') outline(context, text, centre, each);
  else if (design === 'glow') shadows(context, centre, each, GLOW, text.size, dark ? '#ffffff' : glowOf(text.color));
  else if (design === undefined) shadows(context, centre, each, SHADOW, text.size, dark ? '#ffffff' : '#000000');
  // An unreadable colour is ignored by the canvas, which then keeps this one.
  context.fillStyle = '#ffffff';
  context.fillStyle = text.color;
  each((line, y) => context.fillText(line, centre, y));
}

/** The colour, as bright as the letters still stand out from it. */
function glowOf(color: string): string {
  const hex = /^#([0-9a-f]{6})$/i.exec(color)?.[1] ?? 'ffffff';
  const own = luminanceOf(`#${hex}`);
  const most = Math.max(0.008, (own + 0.05) / AIMED_CONTRAST - 0.05);
  const factor = Math.min(1, (most / own) ** (1 / GAMMA));
  const channels = [0, 2, 4].map((at) => Math.round(Number.parseInt(hex.slice(at, at + 2), 16) * factor));
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

type Each = (draw: (line: string, y: number) => void) => void;

/** Blur and offset, in parts of the letters' size, and strength. A wide one lifts the text off, a tight one edges it. */
const SHADOW = [
  [0.38, 0.05, 0.6],
  [0.06, 0.02, 0.6],
] as const;
const GLOW = [
  [0.9, 0, 0.75],
  [0.45, 0, 0.85],
  [0.18, 0, 0.9],
] as const;

function shadows(
  context: SKRSContext2D,
  centre: number,
  each: Each,
  layers: readonly (readonly [number, number, number])[],
  size: number,
  color: string,
): void {
  // The text that casts them lies outside of the canvas: drawn in place several times over, its soft edges turn hard.
  const outside = centre * 4;
  context.fillStyle = '#000000';
  for (const [blur, offset, alpha] of layers) {
    context.shadowColor = `${color}${Math.round(alpha * 255)
      .toString(16)
      .padStart(2, '0')}`;
    context.shadowBlur = size * blur;
    context.shadowOffsetX = outside;
    context.shadowOffsetY = size * offset;
    each((line, y) => context.fillText(line, centre - outside, y));
  }
  context.shadowColor = 'transparent';
}

function outline(context: SKRSContext2D, text: Lines, centre: number, each: Each): void {
  const luminance = luminanceOf(text.color);
  context.strokeStyle = contrast(luminance, 0) >= contrast(luminance, 1) ? '#000000' : '#ffffff';
  context.lineJoin = 'round';
  context.lineWidth = Math.max(3, text.size * 0.14);
  each((line, y) => context.strokeText(line, centre, y));
}

import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { TextSegment, TextSize } from '../../draft.ts';
import type { Extent } from '../film/motion.ts';
import { fontsFor } from './fonts.ts';
import { wrap } from './wrap.ts';

/** Share of the frame's width that a line may take. */
const WIDEST = 0.85;
const SMALLEST = 0.55;
const LINE_HEIGHT = 1.28;
/** Distance of a top or bottom text from the frame's edge, in parts of its height. */
const MARGIN = 0.09;

/** Pictographs, flags, skin tones, and what joins them. Digits and `#` count as emoji too and must stay. */
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|[\u200d\u20e3\ufe0e\ufe0f]/u;

interface Look {
  /** Of the variable fonts, from 100 to 900. */
  weight: number;
  /** Font size in parts of the frame's shorter side. */
  size: number;
  /** More lines than these make the text smaller. */
  lines: number;
  /** How dark the scrim is at its darkest. */
  scrim: number;
}

const LOOKS: Record<TextSegment['m']['style'], Look> = {
  title: { weight: 700, size: 0.092, lines: 3, scrim: 0.22 },
  caption: { weight: 500, size: 0.046, lines: 3, scrim: 0.38 },
};

const SIZES: Record<TextSize, number> = { small: 0.7, medium: 1, big: 1.4 };

function sized(look: Look, size: TextSize = 'medium'): Look {
  return { ...look, size: look.size * SIZES[size] };
}

interface Setting {
  font: string;
  size: number;
  lines: string[];
}

/**
 * Draws a title, with a scrim and a shadow that keep it readable on any photo, on a transparent canvas of the frame's
 * size (px). Gives undefined when there is nothing to draw.
 */
export function drawTitle(title: TextSegment['m'], frame: Extent): Canvas | undefined {
  const look = sized(LOOKS[title.style], title.size);
  const { stack, missing } = fontsFor(title.text);
  const text = drawable(title.text, missing);
  if (text.trim() === '') return undefined;
  const canvas = createCanvas(frame.width, frame.height);
  const context = canvas.getContext('2d');
  context.fontVariationSettings = `'wght' ${look.weight}`;
  const setting = typeset(context, text, look, stack, frame);
  const height = setting.lines.length * setting.size * LINE_HEIGHT;
  const margin = frame.height * MARGIN;
  const top =
    title.position === 'top'
      ? margin
      : title.position === 'bottom'
        ? frame.height - margin - height
        : (frame.height - height) / 2;
  drawScrim(context, title.position, look.scrim, top, height, frame);
  drawLines(context, setting, top, frame.width / 2, title.color);
  return canvas;
}

/** What no font has would be drawn as an empty box. The ranges of Noto Sans SC name emoji, but its files have none. */
function drawable(text: string, missing: Set<string>): string {
  return [...text]
    .filter((character) => !EMOJI.test(character) && (!missing.has(character) || /\s/u.test(character)))
    .join('')
    .replace(/ {2,}/g, ' ');
}

/** The largest size, from the look's own downwards, at which the text needs few enough lines. */
function typeset(context: SKRSContext2D, text: string, look: Look, stack: string, frame: Extent): Setting {
  const normal = Math.min(frame.width, frame.height) * look.size;
  for (let scale = 1; ; scale -= 0.05) {
    const size = Math.round(normal * scale);
    const font = `${size}px ${stack}`;
    context.font = font;
    const lines = wrap(text, frame.width * WIDEST, (line) => context.measureText(line).width);
    const most = Math.max(look.lines, text.split(/\r?\n/).length);
    if (lines.length <= most || scale - 0.05 < SMALLEST) return { font, size, lines: lines.slice(0, most * 3) };
  }
}

function drawLines(context: SKRSContext2D, setting: Setting, top: number, centre: number, color: string): void {
  const { font, size, lines } = setting;
  context.font = font;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const write = (dx: number) => {
    lines.forEach((line, i) => {
      context.fillText(line, centre + dx, top + (i + 0.5) * size * LINE_HEIGHT);
    });
  };
  // A wide shadow lifts the text off the photo, a tight one draws its outline. Their text lies outside of the canvas:
  // drawn in place three times over, its soft edges would turn hard.
  context.fillStyle = '#000000';
  const outside = centre * 4;
  for (const [blur, offset, alpha] of [
    [size * 0.38, size * 0.05, 0.6],
    [size * 0.06, size * 0.02, 0.6],
  ] as const) {
    context.shadowColor = `rgba(0, 0, 0, ${alpha})`;
    context.shadowBlur = blur;
    context.shadowOffsetX = outside;
    context.shadowOffsetY = offset;
    write(-outside);
  }
  context.shadowColor = 'transparent';
  // An unreadable colour is ignored by the canvas, which then keeps this one.
  context.fillStyle = '#ffffff';
  context.fillStyle = color;
  write(0);
}

/** A soft darkening behind the text: from the nearer edge of the frame, or a band that fades both ways. */
function drawScrim(
  context: SKRSContext2D,
  position: TextSegment['m']['position'],
  strength: number,
  top: number,
  height: number,
  frame: Extent,
): void {
  const reach = Math.max(height * 0.9, frame.height * 0.14);
  const from = position === 'top' ? 0 : Math.max(0, top - reach);
  const to = position === 'bottom' ? frame.height : Math.min(frame.height, top + height + reach);
  const gradient = context.createLinearGradient(0, from, 0, to);
  const steps = 16;
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const darkness =
      position === 'center' ? Math.sin(Math.PI * t) ** 2 * 0.8 : eased(position === 'bottom' ? t : 1 - t);
    gradient.addColorStop(t, `rgba(0, 0, 0, ${(darkness * strength).toFixed(4)})`);
  }
  context.fillStyle = gradient;
  context.fillRect(0, from, frame.width, to - from);
}

function eased(t: number): number {
  return Math.min(1, t * t * (3 - 2 * t) * 1.1);
}

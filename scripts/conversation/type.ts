import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { drawMark, isMark } from './marks.ts';

export type Weight = 400 | 600;

/** How a line of text looks. */
export interface Style {
  /** px */
  size: number;
  weight: Weight;
  colour: string;
}

/** A text broken into lines, ready to be drawn. */
export interface TextBlock {
  width: number;
  height: number;
  draw(context: SKRSContext2D, x: number, y: number): void;
}

const FONTS = join(dirname(fileURLToPath(import.meta.resolve('@fontsource-variable/noto-sans/package.json'))), 'files');
const FAMILY = 'Conversation';
/** What the Latin file of the font can draw. */
const DRAWABLE = /^[\u0020-\u00ff\u2000-\u206f]*$/;
const FULL = '▓';
const BAR = /^[▓░]+$/;
const CELL = 9;
const CELL_GAP = 2;
const BAR_MARGIN = 3;
const LINE_HEIGHT = 1.42;

const file = join(FONTS, 'noto-sans-latin-wght-normal.woff2');
if (!GlobalFonts.registerFromPath(file, FAMILY)) throw new Error(`cannot read the font file ${file}`);
const ruler = createCanvas(1, 1).getContext('2d');

export function setFont(context: SKRSContext2D, { size, weight }: Omit<Style, 'colour'>): void {
  context.fontVariationSettings = `'wght' ${weight}`;
  context.font = `${size}px "${FAMILY}"`;
}

/** Draws one piece of text on its baseline. */
export function drawText(context: SKRSContext2D, text: string, x: number, y: number, style: Style): void {
  setFont(context, style);
  context.fillStyle = style.colour;
  context.fillText(text, x, y);
}

function wordWidth(word: string, style: Style): number {
  if (isMark(word)) return style.size * 1.2;
  if (BAR.test(word)) return word.length * (CELL + CELL_GAP) - CELL_GAP + 2 * BAR_MARGIN;
  if (!DRAWABLE.test(word)) throw new Error(`${JSON.stringify(word)} has a character that the picture can't draw`);
  setFont(ruler, style);
  return ruler.measureText(word).width;
}

function drawWord(context: SKRSContext2D, word: string, x: number, base: number, style: Style): void {
  if (isMark(word)) {
    const side = style.size * 1.12;
    drawMark(context, word, x, base - side * 0.84, side);
  } else if (BAR.test(word)) {
    [...word].forEach((cell, i) => {
      context.fillStyle = cell === FULL ? '#6a5be2' : '#dfdcf3';
      context.beginPath();
      context.roundRect(x + BAR_MARGIN + i * (CELL + CELL_GAP), base - style.size * 0.8, CELL, style.size * 0.86, 2.5);
      context.fill();
    });
  } else drawText(context, word, x, base, style);
}

/**
 * Breaks one paragraph into lines of at most `width` px; what begins with a number, as in a list, hangs on it. Signs that
 * are drawn and bars of `▓░` are words of their own.
 */
export function layOut(paragraph: string, width: number, style: Style): TextBlock {
  const [space, number] = [wordWidth(' ', style), /^\d+\. /.exec(paragraph)?.[0]];
  const hang = number ? wordWidth(number.trim(), style) + space : 0;
  const placed: { word: string; x: number; line: number }[] = [];
  let [x, line, widest] = [0, 0, 0];
  for (const word of paragraph.replaceAll('\ufe0f', '').split(' ')) {
    const w = wordWidth(word, style);
    if (x > hang && x + w > width) {
      line++;
      x = hang;
    }
    placed.push({ word, x, line });
    widest = Math.max(widest, x + w);
    x += w + space;
  }
  const leading = style.size * LINE_HEIGHT;
  return {
    width: widest,
    height: (line + 1) * leading,
    draw(context, left, top) {
      for (const one of placed) {
        drawWord(context, one.word, left + one.x, top + one.line * leading + leading * 0.74, style);
      }
    },
  };
}

/** Puts blocks under one another. */
export function stack(blocks: TextBlock[]): TextBlock {
  return {
    width: Math.max(0, ...blocks.map((block) => block.width)),
    height: blocks.reduce((sum, block) => sum + block.height, 0),
    draw(context, x, y) {
      let top = y;
      for (const block of blocks) {
        block.draw(context, x, top);
        top += block.height;
      }
    },
  };
}

/** Empty height, in px. */
export function gap(height: number): TextBlock {
  return { width: 0, height, draw: () => {} };
}

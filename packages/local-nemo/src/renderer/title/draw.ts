import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Corner, TextSegment, TextSize } from '../../draft.ts';
import type { Extent } from '../film/motion.ts';
import type { I420 } from '../picture/i420.ts';
import { smooth } from '../picture/mix.ts';
import { type Area, unrestIn, veilFor } from './backdrop-light.ts';
import { fontsFor } from './fonts.ts';
import { drawLetters, type Lines } from './letters.ts';
import { wrap } from './wrap.ts';

/** Share of the frame's width that a line may take, and beside a logo. */
const WIDEST = 0.85;
const WIDEST_BY_LOGO = 0.56;
const SMALLEST = 0.55;
const LINE_HEIGHT = 1.28;
/** Distance of a top or bottom text from the frame's edge, in parts of its height; apps cover more of upright videos. */
const MARGIN = 0.09;
const UPRIGHT_MARGIN = { top: 0.12, bottom: 0.17 };
/** A place must be this much calmer than the usual one to be taken instead. */
const CALMER = 0.7;
/** Below this unrest nothing is in the way of a text. */
const CALM = 1.6;
/** The letters of a subtitle against the frame's shorter side, and its distance from the title in lines. */
const SUBTITLE: Look = { weight: 500, size: 0.05, lines: 3, scrim: 0 };
const SUBTITLE_GAP = 0.25;
/** Round a plate's text, in parts of the letters' size; and how dark it is at least. */
const PLATE = { x: 0.5, y: 0.22, radius: 0.24, alpha: 0.6 };

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
  weight: number;
  lines: string[];
  color: string;
}

/** What a text stands over and beside. */
export interface Surroundings {
  /** Pictures that it is laid over, of the frame's shape. */
  behind?: I420[];
  /** Shown under it, as one block. */
  subtitle?: TextSegment['m'] | undefined;
  logo?: Corner | undefined;
}

/**
 * Draws a title, with what keeps it readable on any photo, on a transparent canvas of the frame's size (px). Where
 * nobody chose its place, it stands in the calmest one. Gives undefined when there is nothing to draw.
 */
export function drawTitle(title: TextSegment['m'], frame: Extent, around: Surroundings = {}): Canvas | undefined {
  const canvas = createCanvas(frame.width, frame.height);
  const context = canvas.getContext('2d');
  const { subtitle, behind = [], logo } = around;
  const width = (position: Position) =>
    frame.width * (logo && (logo.startsWith('t') ? 'top' : 'bottom') === position ? WIDEST_BY_LOGO : WIDEST);
  const blockAt = (position: Position): Block => {
    const widest = width(position);
    const looks: [TextSegment['m'] | undefined, Look][] = [
      [title, LOOKS[title.style]],
      [subtitle, SUBTITLE],
    ];
    const settings = looks.flatMap(([m, look]) => (m ? (typeset(context, m, look, widest, frame) ?? []) : []));
    return block(context, settings, position, frame);
  };
  const usual = blockAt(title.position);
  if (usual.texts.length === 0) return undefined;
  const chosen = title.free ? calmest(usual, blockAt, behind) : usual;
  const design = title.design;
  if (design === 'plate') drawPlate(context, chosen, behind, frame);
  else if (design !== 'outline') drawScrim(context, chosen, LOOKS[title.style].scrim, behind, frame);
  for (const text of chosen.texts) drawLetters(context, text, frame.width / 2, design);
  return canvas;
}

type Position = TextSegment['m']['position'];

/** Texts set one under the other at a place. */
interface Block {
  position: Position;
  texts: Lines[];
  /** Of all letters, px. */
  top: number;
  height: number;
  width: number;
  /** The same in fractions of the frame, with some room. */
  area: Area;
}

function block(context: SKRSContext2D, settings: Setting[], position: Position, frame: Extent): Block {
  const gap = settings.length > 1 ? (settings[0]?.size ?? 0) * SUBTITLE_GAP : 0;
  const height = settings.reduce((sum, { lines, size }) => sum + lines.length * size * LINE_HEIGHT, 0) + gap;
  const isUpright = frame.height > frame.width;
  const margins = isUpright ? UPRIGHT_MARGIN : { top: MARGIN, bottom: MARGIN };
  const tops: Record<Position, number> = {
    top: frame.height * margins.top,
    center: (frame.height - height) / 2,
    bottom: frame.height * (1 - margins.bottom) - height,
  };
  const top = Math.max(0, tops[position]);
  let at = top;
  let width = 0;
  const texts = settings.map((setting, i): Lines => {
    const text = { ...setting, top: at + (i > 0 ? gap : 0), height: setting.size * LINE_HEIGHT };
    at = text.top + text.lines.length * text.height;
    context.fontVariationSettings = `'wght' ${setting.weight}`;
    context.font = setting.font;
    width = Math.max(width, ...setting.lines.map((line) => context.measureText(line).width));
    return text;
  });
  const pad = (settings[0]?.size ?? 0) * 0.3;
  const area = {
    x: (frame.width - width) / 2 / frame.width - pad / frame.width,
    y: (top - pad) / frame.height,
    width: (width + 2 * pad) / frame.width,
    height: (height + 2 * pad) / frame.height,
  };
  return { position, texts, top, height, width, area };
}

/** The usual place, unless it is busy and another one is much calmer. */
function calmest(usual: Block, blockAt: (position: Position) => Block, behind: I420[]): Block {
  const unrest = unrestIn(behind, usual.area);
  if (behind.length === 0 || unrest < CALM) return usual;
  const others = (['bottom', 'top', 'center'] as const).filter((position) => position !== usual.position).map(blockAt);
  let best = { block: usual, unrest: unrest * CALMER };
  for (const one of others) {
    const its = unrestIn(behind, one.area);
    if (its < best.unrest) best = { block: one, unrest: its };
  }
  return best.block;
}

/** The largest size, from the look's own downwards, at which the text needs few enough lines; undefined without text. */
function typeset(
  context: SKRSContext2D,
  m: TextSegment['m'],
  usual: Look,
  widest: number,
  frame: Extent,
): Setting | undefined {
  const look = sized(usual, m.size);
  const { stack, drawable: text } = fontsFor(m.text);
  if (text.trim() === '') return undefined;
  const normal = Math.min(frame.width, frame.height) * look.size;
  context.fontVariationSettings = `'wght' ${look.weight}`;
  for (let scale = 1; ; scale -= 0.05) {
    const size = Math.round(normal * scale);
    const font = `${size}px ${stack}`;
    context.font = font;
    const lines = wrap(text, widest, (line) => context.measureText(line).width);
    const most = Math.max(look.lines, text.split(/\r?\n/).length);
    if (lines.length <= most || scale - 0.05 < SMALLEST)
      return { font, size, weight: look.weight, color: m.color, lines: lines.slice(0, most * 3) };
  }
}

/** A rounded plate behind the whole block, as strong as the text's contrast needs. */
function drawPlate(context: SKRSContext2D, { texts, top, height, width, area }: Block, behind: I420[], frame: Extent) {
  const [first] = texts;
  if (!first) return;
  const veil = veilFor(first.color, behind, area);
  const x = first.size * PLATE.x;
  const y = first.size * PLATE.y;
  const shade = veil.shade === 'black' ? '0, 0, 0' : '255, 255, 255';
  context.fillStyle = `rgba(${shade}, ${Math.max(PLATE.alpha, veil.alpha).toFixed(3)})`;
  context.beginPath();
  context.roundRect((frame.width - width) / 2 - x, top - y, width + 2 * x, height + 2 * y, first.size * PLATE.radius);
  context.fill();
}

/**
 * A soft veil behind the text: from the nearer edge of the frame, or a band that fades both ways; even where the letters
 * are, and there as strong as their contrast needs.
 */
function drawScrim(context: SKRSContext2D, block: Block, usual: number, behind: I420[], frame: Extent): void {
  const { position, texts, top, height, area } = block;
  const veil = veilFor(texts[0]?.color ?? '#ffffff', behind, area);
  const subtitle = texts[1] ? veilFor(texts[1].color, behind, area) : veil;
  const needed = subtitle.shade === veil.shade ? Math.max(veil.alpha, subtitle.alpha) : veil.alpha;
  const reach = Math.max(height * 0.9, frame.height * 0.14);
  const from = position === 'top' ? 0 : Math.max(0, top - reach);
  const to = position === 'bottom' ? frame.height : Math.min(frame.height, top + height + reach);
  const shade = veil.shade === 'black' ? '0, 0, 0' : '255, 255, 255';
  // What the picture needs beyond the usual lies close to the text: a band over a bright picture would look like a bar.
  const isBar = position === 'center' && needed > BRIGHT;
  const alpha = veil.shade === 'black' && !isBar ? usual : 0;
  const rest = 1 - (1 - needed) / (1 - alpha);
  if (rest > 0.02) drawCloud(context, block, `rgba(${shade}, ${rest.toFixed(4)})`, frame);
  const gradient = context.createLinearGradient(0, from, 0, to);
  const steps = 24;
  for (let i = 0; i <= steps; i++) {
    const y = from + ((to - from) * i) / steps;
    const above = position === 'top' ? 1 : smooth((y - from) / Math.max(1, top - from));
    const below = position === 'bottom' ? 1 : smooth((to - y) / Math.max(1, to - top - height));
    gradient.addColorStop(i / steps, `rgba(${shade}, ${(alpha * Math.min(above, below)).toFixed(4)})`);
  }
  context.fillStyle = gradient;
  context.fillRect(0, from, frame.width, to - from);
}

/** A picture that needs this much of a veil is so bright that a band across it is seen as a bar. */
const BRIGHT = 0.45;

/** A soft-edged patch behind the letters, whole where they are. */
function drawCloud(context: SKRSContext2D, { texts, top, height, width }: Block, color: string, frame: Extent): void {
  const size = texts[0]?.size ?? 0;
  const blur = size * 0.9;
  // The shadow of a shape outside of the canvas; it is half as strong at the shape's edge, so that the shape is larger.
  const grow = blur * 0.9;
  const outside = frame.width * 3;
  context.save();
  context.shadowColor = color;
  context.shadowBlur = blur;
  context.shadowOffsetX = outside;
  context.fillStyle = '#000000';
  context.beginPath();
  context.roundRect(
    (frame.width - width) / 2 - grow - outside,
    top - grow * 0.7,
    width + 2 * grow,
    height + 1.4 * grow,
    grow,
  );
  context.fill();
  context.restore();
}

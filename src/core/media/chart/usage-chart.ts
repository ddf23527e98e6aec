import { writeFile } from 'node:fs/promises';
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { ChartTheme, UsageChart } from './chart.ts';
import { fontStack } from './fonts.ts';

/** Colours that people who see few colours can tell apart (after Okabe and Ito), against each background. */
const THEMES = {
  light: {
    background: '#ffffff',
    text: '#1b1f24',
    muted: '#57606a',
    grid: '#dfe3e8',
    series: ['#0072b2', '#e08a00', '#00916a', '#c25b95', '#4aa8dd', '#8c959f'],
  },
  dark: {
    background: '#1f2226',
    text: '#f0f3f6',
    muted: '#aab2bb',
    grid: '#3a3f46',
    series: ['#58aee6', '#f2b134', '#3cc79d', '#ea9cc8', '#a5dcf8', '#7d8791'],
  },
} as const;
type Colours = (typeof THEMES)[ChartTheme];

/** All in px. A phone shows the picture about 360 points wide: a third of these sizes. */
const WIDTH = 1080;
const MARGIN = 56;
const TITLE = 52;
const SMALL = 34;
const PLOT_HEIGHT = 560;
const ROW_HEIGHT = 92;
const ROW_BAR = 26;
/** The least height of a part of a bar: what was used at all is seen. */
const LEAST_PART = 4;
/** A day under its bar. */
const LABEL_WIDTH = 64;

/** Draws bars per day, stacked by person, and below them a bar for each person; writes a PNG of 1080 px width and gives its bytes. */
export async function drawUsageChart(chart: UsageChart, outPath: string): Promise<number> {
  const top = MARGIN + TITLE + 20 + SMALL + 56;
  const rowsTop = top + PLOT_HEIGHT + 110;
  const height = rowsTop + chart.series.length * ROW_HEIGHT + MARGIN / 2;
  const canvas = createCanvas(WIDTH, height);
  const context = canvas.getContext('2d');
  const colours = THEMES[chart.theme];
  context.fillStyle = colours.background;
  context.fillRect(0, 0, WIDTH, height);
  const text = textWriter(context, chart);
  text(chart.title, MARGIN, MARGIN + TITLE - 10, { size: TITLE, weight: 700, colour: colours.text });
  text(chart.subtitle, MARGIN, MARGIN + TITLE + 20 + SMALL, { size: SMALL, colour: colours.muted });
  drawDays(context, chart, { top, colours, text });
  drawPeople(context, chart, { top: rowsTop, colours, text });
  const png = await canvas.encode('png');
  await writeFile(outPath, png, { mode: 0o600 });
  return png.length;
}

interface TextStyle {
  size: number;
  colour: string;
  weight?: number;
  align?: 'left' | 'center' | 'right';
  /** Longer texts end in `…`. */
  width?: number;
}
type WriteText = (words: string, x: number, y: number, style: TextStyle) => void;

interface Area {
  top: number;
  colours: Colours;
  text: WriteText;
}

function textWriter(context: SKRSContext2D, chart: UsageChart): WriteText {
  const all = [chart.title, chart.subtitle, ...chart.days, ...chart.series.flatMap(({ name, total }) => [name, total])];
  const families = fontStack(`${all.join('')}0123456789,.k…`);
  return (words, x, y, { size, colour, weight = 400, align = 'left', width = WIDTH - 2 * MARGIN }) => {
    context.font = `${size}px ${families}`;
    // Variable fonts: the canvas draws a weight only where it is named here.
    context.fontVariationSettings = `"wght" ${weight}`;
    context.fillStyle = colour;
    context.textAlign = align;
    context.fillText(shortened(context, words, width), x, y);
  };
}

function shortened(context: SKRSContext2D, words: string, width: number): string {
  if (context.measureText(words).width <= width) return words;
  const letters = [...words];
  while (letters.length > 1 && context.measureText(`${letters.join('')}…`).width > width) letters.pop();
  return `${letters.join('')}…`;
}

function drawDays(context: SKRSContext2D, { days, series }: UsageChart, { top, colours, text }: Area): void {
  const left = MARGIN + 96;
  const right = WIDTH - MARGIN;
  const bottom = top + PLOT_HEIGHT;
  const sums = days.map((_, day) => series.reduce((sum, { values }) => sum + (values[day] ?? 0), 0));
  const steps = axisSteps(Math.max(...sums, 0));
  const most = steps.at(-1) ?? 1;
  const yOf = (credits: number) => bottom - (credits / most) * PLOT_HEIGHT;
  context.lineWidth = 2;
  for (const step of steps) {
    context.strokeStyle = step === 0 ? colours.muted : colours.grid;
    context.beginPath();
    context.moveTo(left, yOf(step));
    context.lineTo(right, yOf(step));
    context.stroke();
    text(shortNumber(step), left - 18, yOf(step) + SMALL / 3, { size: SMALL, colour: colours.muted, align: 'right' });
  }
  const slot = (right - left) / Math.max(1, days.length);
  const width = Math.min(96, slot * 0.68);
  // Labels must not touch.
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / slot));
  for (const [day, label] of days.entries()) {
    const middle = left + slot * (day + 0.5);
    let at = bottom;
    for (const [index, { values }] of series.entries()) {
      const credits = values[day] ?? 0;
      if (credits <= 0) continue;
      const part = Math.max(LEAST_PART, (credits / most) * PLOT_HEIGHT);
      context.fillStyle = colours.series[index] ?? colours.muted;
      // A line of background between the parts tells them apart without colours.
      context.fillRect(middle - width / 2, at - part, width, Math.max(LEAST_PART - 1, part - 2));
      at -= part;
    }
    if ((days.length - 1 - day) % every !== 0) continue;
    text(label, middle, bottom + 52, { size: SMALL, colour: colours.muted, align: 'center', width: LABEL_WIDTH });
  }
}

function drawPeople(context: SKRSContext2D, { series }: UsageChart, { top, colours, text }: Area): void {
  const whole = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0);
  const most = Math.max(...series.map(({ values }) => whole(values)), 1);
  for (const [index, { name, values, total }] of series.entries()) {
    const y = top + index * ROW_HEIGHT;
    const full = WIDTH - 2 * MARGIN;
    text(total, WIDTH - MARGIN, y + SMALL, { size: SMALL, colour: colours.text, align: 'right' });
    const left = full - context.measureText(total).width - SMALL;
    text(name, MARGIN, y + SMALL, { size: SMALL, weight: 600, colour: colours.text, width: left });
    context.fillStyle = colours.grid;
    context.beginPath();
    context.roundRect(MARGIN, y + SMALL + 14, full, ROW_BAR, ROW_BAR / 2);
    context.fill();
    context.fillStyle = colours.series[index] ?? colours.muted;
    context.beginPath();
    context.roundRect(MARGIN, y + SMALL + 14, Math.max(ROW_BAR, (whole(values) / most) * full), ROW_BAR, ROW_BAR / 2);
    context.fill();
  }
}

/** Round numbers from 0 up to at least `most`, five or fewer steps. */
function axisSteps(most: number): number[] {
  const rough = Math.max(1, most) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough);
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_, index) => index * step);
}

/** `950`, `1.2k`, `12k`. */
function shortNumber(number: number): string {
  if (number < 1000) return String(Math.round(number * 10) / 10);
  return `${Math.round(number / 100) / 10}k`;
}

/**
 * Draws the README's picture, `docs/conversation.jpg`: a conversation that it has with Reelay on the sample photos, with
 * the bot's own words and frames of its videos. `npx tsx scripts/draw-conversation.ts` (half a minute).
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import sharp from 'sharp';
import type { ChatEvent } from '../src/adapters/local/printer.ts';
import { BUBBLE_WIDTH, botBubble, userBubble } from './conversation/bubbles.ts';
import { frameAt } from './conversation/frame.ts';
import { drawPhone, phoneHeight } from './conversation/phone.ts';
import { talk } from './conversation/talk.ts';

const THEN = 'Make it vertical, remove the music and export it';
const FIRST_FRAME_MS = 5_000;
const SECOND_FRAME_MS = 8_500;
/** px of the picture for each px of the drawing. */
const DENSITY = 2;
const WIDTH = 800;
const MARGIN = 26;
const BETWEEN = 20;

/** What one turn shows: the question, the answer with the timeline, a progress near the middle, the video. */
function parts(turn: ChatEvent[] | undefined) {
  const user = turn?.find((event) => event.type === 'user');
  const said = turn?.flatMap((event) => (event.type === 'bot' ? [event.text] : []));
  const answer = said?.find((text) => text.includes('Timeline'));
  const ready = said?.find((text) => text.startsWith('✅'));
  const video = turn?.find((event) => event.type === 'video');
  const percents = turn?.flatMap((event) => {
    const percent = event.type === 'progress' ? /(\d+)%$/.exec(event.text)?.[1] : undefined;
    return event.type === 'progress' && percent ? [{ text: event.text, from: Math.abs(Number(percent) - 50) }] : [];
  });
  const progress = percents?.sort((a, b) => a.from - b.from)[0]?.text;
  if (!user || !answer || !ready || !video || !progress) throw new Error(`no video came: ${said?.join('\n')}`);
  return { user, answer, ready, video, progress };
}

function drawBackground(context: SKRSContext2D, width: number, height: number): void {
  const base = context.createLinearGradient(0, 0, width, height);
  base.addColorStop(0, '#dcd6f7');
  base.addColorStop(0.5, '#f6e3e4');
  base.addColorStop(1, '#d3ece6');
  context.fillStyle = base;
  context.fillRect(0, 0, width, height);
}

const folder = await mkdtemp(join(tmpdir(), 'reelay-picture-'));
try {
  const turns = await talk(folder, [THEN]);
  const [first, second] = [parts(turns[0]), parts(turns[1])];
  const photos = await Promise.all(
    first.user.files.map((name) => loadImage(fileURLToPath(new URL(`../samples/${name}`, import.meta.url)))),
  );
  const wide = await frameAt(first.video.path, FIRST_FRAME_MS);
  const tall = await frameAt(second.video.path, SECOND_FRAME_MS);

  const left = [
    userBubble(first.user.text, photos),
    botBubble(first.answer),
    botBubble(first.progress),
    botBubble(first.ready, {
      frame: wide,
      durationMs: first.video.durationMs,
      height: ((BUBBLE_WIDTH - 10) * wide.height) / wide.width,
    }),
  ];
  const height = phoneHeight(left);
  const card = (pixels: number) =>
    botBubble(second.ready, { frame: tall, durationMs: second.video.durationMs, height: pixels });
  const before = [userBubble(second.user.text, []), botBubble(second.answer)];
  // Both phones end together: the tall video takes what is left. Its width decides how the text below it breaks, so
  // its height is found by trying.
  let tallHeight = height;
  for (let i = 0; i < 4; i++) tallHeight += height - phoneHeight([...before, card(tallHeight)]);
  const right = [...before, card(tallHeight)];

  const canvas = createCanvas(WIDTH * DENSITY, Math.ceil((height + 2 * MARGIN) * DENSITY));
  const context = canvas.getContext('2d');
  context.scale(DENSITY, DENSITY);
  drawBackground(context, WIDTH, canvas.height / DENSITY);
  const width = (WIDTH - 2 * MARGIN - BETWEEN) / 2;
  drawPhone(context, left, { x: MARGIN, y: MARGIN, width, height });
  drawPhone(context, right, { x: MARGIN + width + BETWEEN, y: MARGIN, width, height });

  const docs = new URL('../docs/', import.meta.url);
  await mkdir(docs, { recursive: true });
  const jpeg = await sharp(canvas.toBuffer('image/png'))
    .jpeg({ quality: 82, mozjpeg: true, chromaSubsampling: '4:4:4' })
    .toBuffer();
  await writeFile(new URL('conversation.jpg', docs), jpeg);
  process.stdout.write(
    `docs/conversation.jpg ${canvas.width}×${canvas.height}, ${Math.round(jpeg.length / 1000)} kB\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

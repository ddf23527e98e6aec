import type { Canvas, Image, SKRSContext2D } from '@napi-rs/canvas';
import { drawText, gap, layOut, type Style, setFont, stack, type TextBlock } from './type.ts';

/** One message of the picture. */
export interface Bubble {
  side: 'user' | 'bot';
  width: number;
  height: number;
  draw(context: SKRSContext2D, x: number, y: number): void;
}

type Picture = Canvas | Image;

/** What a video's card shows. */
export interface VideoCard {
  frame: Picture;
  durationMs: number;
  /** px */
  height: number;
}

export const BUBBLE_WIDTH = 316;
const TEXT_SIZE = 14;
const PAD_X = 13;
const PAD_Y = 9;
const EDGE = 5;
const RADIUS = 17;
const BOT: Style = { size: TEXT_SIZE, weight: 400, colour: '#2a2940' };
const STRONG: Style = { ...BOT, weight: 600 };
const LINK: Style = { ...BOT, colour: '#5a49d6' };
const USER: Style = { ...BOT, colour: '#ffffff' };

/** The user's words, with their photos as an album above them. */
export function userBubble(text: string, photos: Picture[]): Bubble {
  const words = layOut(text, (photos.length > 0 ? BUBBLE_WIDTH - 14 : BUBBLE_WIDTH - 30) - 2 * PAD_X, USER);
  const width = photos.length > 0 ? BUBBLE_WIDTH - 14 : words.width + 2 * PAD_X;
  const album = photos.length > 0 ? 158 : 0;
  const above = album > 0 ? EDGE + album : 0;
  const height = above + words.height + 2 * PAD_Y;
  return {
    side: 'user',
    width,
    height,
    draw(context, x, y) {
      const fill = context.createLinearGradient(x, y, x + width, y + height);
      fill.addColorStop(0, '#7a69ee');
      fill.addColorStop(1, '#5b4bd8');
      body(context, x, y, width, height, fill, [RADIUS, RADIUS, 6, RADIUS]);
      if (album > 0) drawAlbum(context, photos, x + EDGE, y + EDGE, width - 2 * EDGE, album);
      words.draw(context, x + PAD_X, y + above + PAD_Y);
    },
  };
}

/** What the bot wrote, with the video above it when there is one. */
export function botBubble(text: string, video?: VideoCard): Bubble {
  const card = video && { ...video, width: (video.height * video.frame.width) / video.frame.height };
  const room = (card ? card.width + 2 * EDGE : BUBBLE_WIDTH) - 2 * PAD_X;
  const words = stack(text.split('\n').map((line) => botLine(line, room)));
  const width = card ? card.width + 2 * EDGE : words.width + 2 * PAD_X;
  const above = card ? EDGE + card.height : 0;
  const height = above + words.height + 2 * PAD_Y;
  return {
    side: 'bot',
    width,
    height,
    draw(context, x, y) {
      body(context, x, y, width, height, '#ffffff', [RADIUS, RADIUS, RADIUS, 6]);
      if (card) drawVideo(context, card, x + EDGE, y + EDGE);
      words.draw(context, x + PAD_X, y + above + PAD_Y);
    },
  };
}

function botLine(line: string, width: number): TextBlock {
  if (line === '') return gap(7);
  // A link is shown as its words: its address differs from run to run.
  const link = /^(\S+) (.+): https?:\/\/\S+$/u.exec(line);
  if (link?.[1] && link[2]) return layOut(`${link[1]} ${link[2]}`, width, LINK);
  return layOut(line, width, line.endsWith(':') ? STRONG : BOT);
}

function body(
  context: SKRSContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  fill: SKRSContext2D['fillStyle'],
  corners: number[],
): void {
  context.save();
  context.shadowColor = 'rgba(54, 44, 110, 0.13)';
  context.shadowBlur = 14;
  context.shadowOffsetY = 4;
  context.fillStyle = fill;
  context.beginPath();
  context.roundRect(x, y, width, height, corners);
  context.fill();
  context.restore();
}

/** Fills a rounded rectangle with a picture, cut at its longer side. */
function cover(
  context: SKRSContext2D,
  picture: Picture,
  x: number,
  y: number,
  width: number,
  height: number,
  corners: number | number[],
): void {
  const scale = Math.max(width / picture.width, height / picture.height);
  const [w, h] = [width / scale, height / scale];
  context.save();
  context.beginPath();
  context.roundRect(x, y, width, height, corners);
  context.clip();
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, (picture.width - w) / 2, (picture.height - h) / 2, w, h, x, y, width, height);
  context.restore();
}

/** One photo large, the others beside it. */
function drawAlbum(
  context: SKRSContext2D,
  photos: Picture[],
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const [first, ...others] = photos;
  const seam = 3;
  const outer = RADIUS - EDGE;
  const large = others.length > 0 ? Math.round(width * 0.6) : width;
  if (first) cover(context, first, x, y, large, height, [outer, others.length > 0 ? 3 : outer, 3, 3]);
  const each = (height - seam * (others.length - 1)) / others.length;
  others.forEach((photo, i) => {
    const top = y + i * (each + seam);
    cover(context, photo, x + large + seam, top, width - large - seam, each, [3, i === 0 ? outer : 3, 3, 3]);
  });
}

function drawVideo(context: SKRSContext2D, card: VideoCard & { width: number }, x: number, y: number): void {
  const outer = RADIUS - EDGE;
  cover(context, card.frame, x, y, card.width, card.height, [outer, outer, 3, 3]);
  drawPlay(context, x + 27, y + card.height - 27);
  drawLength(context, card.durationMs, x + 53, y + card.height - 37);
}

function drawPlay(context: SKRSContext2D, x: number, y: number): void {
  context.save();
  context.shadowColor = 'rgba(10, 8, 30, 0.35)';
  context.shadowBlur = 18;
  context.shadowOffsetY = 3;
  context.fillStyle = 'rgba(255, 255, 255, 0.95)';
  context.beginPath();
  context.arc(x, y, 18, 0, 2 * Math.PI);
  context.fill();
  context.restore();
  context.fillStyle = '#5b4bd8';
  context.strokeStyle = '#5b4bd8';
  context.lineJoin = 'round';
  context.lineWidth = 2.5;
  context.beginPath();
  context.moveTo(x - 4, y - 6.5);
  context.lineTo(x + 7, y);
  context.lineTo(x - 4, y + 6.5);
  context.closePath();
  context.fill();
  context.stroke();
}

function drawLength(context: SKRSContext2D, durationMs: number, x: number, y: number): void {
  const seconds = Math.round(durationMs / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const style: Style = { size: 11.5, weight: 600, colour: '#ffffff' };
  setFont(context, style);
  context.fillStyle = 'rgba(20, 18, 44, 0.55)';
  context.beginPath();
  context.roundRect(x, y, context.measureText(text).width + 14, 20, 10);
  context.fill();
  drawText(context, text, x + 7, y + 14.2, style);
}

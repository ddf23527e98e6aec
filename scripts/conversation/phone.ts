import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Bubble } from './bubbles.ts';
import { drawText } from './type.ts';

const PAD = 14;
const BETWEEN = 10;
const HEADER = 56;
const RADIUS = 26;

/** Height of a phone that shows these messages, in px. */
export function phoneHeight(bubbles: { height: number }[]): number {
  const messages = bubbles.reduce((sum, bubble) => sum + bubble.height, 0);
  return HEADER + 2 * PAD + messages + BETWEEN * (bubbles.length - 1);
}

/** Draws a chat as a phone shows it. */
export function drawPhone(
  context: SKRSContext2D,
  bubbles: Bubble[],
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  context.save();
  context.shadowColor = 'rgba(60, 45, 120, 0.20)';
  context.shadowBlur = 44;
  context.shadowOffsetY = 14;
  context.fillStyle = '#f5f4fb';
  context.beginPath();
  context.roundRect(x, y, width, height, RADIUS);
  context.fill();
  context.restore();

  context.save();
  context.beginPath();
  context.roundRect(x, y, width, height, RADIUS);
  context.clip();
  drawHeader(context, x, y, width);
  let top = y + HEADER + PAD;
  for (const bubble of bubbles) {
    bubble.draw(context, bubble.side === 'user' ? x + width - PAD - bubble.width : x + PAD, top);
    top += bubble.height + BETWEEN;
  }
  context.restore();

  context.strokeStyle = 'rgba(255, 255, 255, 0.9)';
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(x, y, width, height, RADIUS);
  context.stroke();
}

function drawHeader(context: SKRSContext2D, x: number, y: number, width: number): void {
  context.fillStyle = '#ffffff';
  context.fillRect(x, y, width, HEADER);
  context.fillStyle = '#e8e5f4';
  context.fillRect(x, y + HEADER - 1, width, 1);

  const [middle, centre, radius] = [x + 36, y + HEADER / 2, 18];
  const fill = context.createLinearGradient(middle - radius, centre - radius, middle + radius, centre + radius);
  fill.addColorStop(0, '#f2a56b');
  fill.addColorStop(0.5, '#b368c9');
  fill.addColorStop(1, '#5748d6');
  context.fillStyle = fill;
  context.beginPath();
  context.arc(middle, centre, radius, 0, 2 * Math.PI);
  context.fill();
  drawReel(context, middle, centre);
  drawText(context, 'Reelay', x + 64, y + 26, { size: 15.5, weight: 600, colour: '#23223a' });
  drawText(context, 'photos in, video out', x + 64, y + 43, { size: 12, weight: 400, colour: '#85829c' });
}

function drawReel(context: SKRSContext2D, x: number, y: number): void {
  context.fillStyle = '#ffffff';
  context.beginPath();
  context.arc(x, y, 10.5, 0, 2 * Math.PI);
  for (let i = 0; i < 5; i++) {
    const angle = (i * 2 * Math.PI) / 5 - Math.PI / 2;
    const [holeX, holeY] = [x + 6 * Math.cos(angle), y + 6 * Math.sin(angle)];
    context.moveTo(holeX + 2.4, holeY);
    context.arc(holeX, holeY, 2.4, 0, 2 * Math.PI);
  }
  context.fill('evenodd');
}

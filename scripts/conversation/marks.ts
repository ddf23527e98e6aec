import type { SKRSContext2D } from '@napi-rs/canvas';

type Draw = (context: SKRSContext2D) => void;

/** Signs that the bot's messages may hold, drawn within a square from 0 to 1: the fonts at hand lack them. */
const MARKS: Record<string, Draw> = { '✅': check, '🎞': film, '🌐': globe, '🗑': bin, '🖼': frame, '→': arrow };

export function isMark(text: string): boolean {
  return text in MARKS;
}

/** Draws a sign in the square of `size` px whose corner is at (`x`, `y`). */
export function drawMark(context: SKRSContext2D, mark: string, x: number, y: number, size: number): void {
  context.save();
  context.translate(x, y);
  context.scale(size, size);
  MARKS[mark]?.(context);
  context.restore();
}

function check(context: SKRSContext2D): void {
  context.fillStyle = '#2faa6b';
  context.beginPath();
  context.roundRect(0.04, 0.04, 0.92, 0.92, 0.24);
  context.fill();
  context.strokeStyle = '#fff';
  context.lineWidth = 0.13;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(0.27, 0.53);
  context.lineTo(0.43, 0.69);
  context.lineTo(0.74, 0.33);
  context.stroke();
}

function film(context: SKRSContext2D): void {
  context.fillStyle = '#3b3a5c';
  context.beginPath();
  context.roundRect(0.06, 0.02, 0.88, 0.96, 0.14);
  context.fill();
  context.fillStyle = '#fff';
  for (const x of [0.13, 0.77]) {
    for (let i = 0; i < 4; i++) {
      context.beginPath();
      context.roundRect(x, 0.11 + i * 0.215, 0.1, 0.13, 0.03);
      context.fill();
    }
  }
  context.fillStyle = '#b9b4f5';
  for (const y of [0.1, 0.53]) {
    context.beginPath();
    context.roundRect(0.3, y, 0.4, 0.37, 0.05);
    context.fill();
  }
}

function globe(context: SKRSContext2D): void {
  context.fillStyle = '#3f8fe0';
  context.beginPath();
  context.arc(0.5, 0.5, 0.47, 0, 2 * Math.PI);
  context.fill();
  context.strokeStyle = '#fff';
  context.lineWidth = 0.06;
  context.beginPath();
  context.ellipse(0.5, 0.5, 0.21, 0.44, 0, 0, 2 * Math.PI);
  context.moveTo(0.06, 0.5);
  context.lineTo(0.94, 0.5);
  context.moveTo(0.13, 0.29);
  context.lineTo(0.87, 0.29);
  context.moveTo(0.13, 0.71);
  context.lineTo(0.87, 0.71);
  context.stroke();
}

function bin(context: SKRSContext2D): void {
  context.fillStyle = '#8a87a6';
  context.beginPath();
  context.roundRect(0.08, 0.15, 0.84, 0.12, 0.06);
  context.roundRect(0.36, 0.04, 0.28, 0.16, 0.06);
  context.moveTo(0.16, 0.33);
  context.lineTo(0.84, 0.33);
  context.lineTo(0.78, 0.9);
  context.quadraticCurveTo(0.77, 0.98, 0.69, 0.98);
  context.lineTo(0.31, 0.98);
  context.quadraticCurveTo(0.23, 0.98, 0.22, 0.9);
  context.closePath();
  context.fill();
  context.fillStyle = '#fff';
  for (const x of [0.35, 0.57]) {
    context.beginPath();
    context.roundRect(x, 0.45, 0.08, 0.39, 0.04);
    context.fill();
  }
}

function frame(context: SKRSContext2D): void {
  context.fillStyle = '#d99a4e';
  context.beginPath();
  context.roundRect(0.02, 0.08, 0.96, 0.84, 0.12);
  context.fill();
  context.fillStyle = '#cfe6fb';
  context.fillRect(0.14, 0.2, 0.72, 0.6);
  context.fillStyle = '#f6c445';
  context.beginPath();
  context.arc(0.68, 0.36, 0.09, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = '#57a773';
  context.beginPath();
  context.moveTo(0.14, 0.8);
  context.lineTo(0.14, 0.66);
  context.lineTo(0.36, 0.42);
  context.lineTo(0.56, 0.64);
  context.lineTo(0.66, 0.56);
  context.lineTo(0.86, 0.74);
  context.lineTo(0.86, 0.8);
  context.fill();
}

function arrow(context: SKRSContext2D): void {
  context.strokeStyle = '#2a2940';
  context.lineWidth = 0.085;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(0.08, 0.56);
  context.lineTo(0.92, 0.56);
  context.moveTo(0.68, 0.34);
  context.lineTo(0.92, 0.56);
  context.lineTo(0.68, 0.78);
  context.stroke();
}

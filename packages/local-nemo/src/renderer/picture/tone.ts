import type { Look } from '../../draft.ts';
import type { I420 } from './i420.ts';

const BLACK = 16;
const NEUTRAL = 128;

/** What a look does to the two chroma values of a pixel (limited range, BT.709). */
const CHROMA: Record<Look, { u: (u: number) => number; v: (v: number) => number }> = {
  bw: { u: () => NEUTRAL, v: () => NEUTRAL },
  sepia: { u: () => NEUTRAL - 16, v: () => NEUTRAL + 10 },
  warm: { u: (u) => u - 9, v: (v) => v + 7 },
  cool: { u: (u) => u + 9, v: (v) => v - 7 },
};

const table = (value: (byte: number) => number) =>
  Uint8ClampedArray.from({ length: 256 }, (_, byte) => Math.round(value(byte)));

const TABLES = new Map<Look, { u: Uint8ClampedArray; v: Uint8ClampedArray }>();

/** Gives a frame the colours of a look, in place. */
export function tint(frame: I420, look: Look): void {
  let tables = TABLES.get(look);
  if (!tables) {
    tables = { u: table(CHROMA[look].u), v: table(CHROMA[look].v) };
    TABLES.set(look, tables);
  }
  map(frame.u.bytes, tables.u);
  map(frame.v.bytes, tables.v);
}

/** Darkens a frame in place. @param light 1 leaves it as it is, 0 makes it black */
export function darken(frame: I420, light: number): void {
  if (light >= 1) return;
  const share = Math.max(0, light);
  map(
    frame.y.bytes,
    table((byte) => BLACK + (byte - BLACK) * share),
  );
  const chroma = table((byte) => NEUTRAL + (byte - NEUTRAL) * share);
  map(frame.u.bytes, chroma);
  map(frame.v.bytes, chroma);
}

function map(bytes: Uint8Array, values: Uint8ClampedArray): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = values[bytes[i] ?? 0] ?? 0;
}

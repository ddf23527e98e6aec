import { AV_PIX_FMT_YUV420P10LE, AVCOL_TRC_ARIB_STD_B67, AVCOL_TRC_SMPTE2084 } from 'node-av/constants';
import { Frame, Rational } from 'node-av/lib';
import { expect, test } from 'vitest';
import { toSdr } from '../src/colour.ts';
import { FilterChain } from '../src/filter.ts';

type Triple = [number, number, number];
const WIDTH = 64;
const HEIGHT = 64;

/** Grey, pale and strong colours as 10-bit Y′CbCr; the last three lie outside of BT.709. */
const PATCHES: Triple[] = [
  [64, 512, 512],
  [200, 512, 512],
  [400, 512, 512],
  [600, 512, 512],
  [800, 512, 512],
  [500, 560, 512],
  [500, 512, 560],
  [450, 490, 500],
  [300, 480, 560],
  [400, 600, 480],
  [400, 440, 600],
  [450, 512, 450],
];

/** What the engine makes of a frame of one colour, as 8-bit Y′CbCr. */
async function mapped([y, u, v]: Triple, transfer: number): Promise<Triple> {
  const samples = new Uint16Array((WIDTH * HEIGHT * 3) / 2);
  samples.fill(y, 0, WIDTH * HEIGHT);
  samples.fill(u, WIDTH * HEIGHT, (WIDTH * HEIGHT * 5) / 4);
  samples.fill(v, (WIDTH * HEIGHT * 5) / 4);
  const frame = new Frame();
  frame.alloc();
  frame.format = AV_PIX_FMT_YUV420P10LE;
  frame.width = WIDTH;
  frame.height = HEIGHT;
  frame.getBuffer(0);
  frame.fromBuffer(Buffer.from(samples.buffer));
  frame.timeBase = new Rational(1, 30);
  frame.pts = 0n;
  frame.colorTrc = transfer as typeof frame.colorTrc;
  const chain = new FilterChain(toSdr(frame, WIDTH, HEIGHT));
  const [out] = await chain.process(frame);
  const middle = [0, 1, 2].map((plane) => {
    const stride = out?.linesize[plane] ?? 0;
    const row = plane === 0 ? HEIGHT / 2 : HEIGHT / 4;
    return out?.data?.[plane]?.[row * stride + row] ?? -1;
  });
  out?.free();
  chain.close();
  frame.free();
  return middle as Triple;
}

/** SMPTE ST 2084 in units of 100 cd/m². */
function pq(signal: number): number {
  const root = Math.max(signal, 0) ** (32 / 2523);
  const top = Math.max(root - 3424 / 4096, 0);
  return 100 * (top / ((2413 / 4096) * 32 - (2392 / 4096) * 32 * root)) ** (16384 / 2610);
}

/**
 * ARIB STD-B67 on a screen of 1000 cd/m², in units of 100. The system gamma of 1.2 is taken of each colour, as zimg does;
 * ITU-R BT.2100 takes it of their luminance, which makes strong colours a little paler.
 */
function hlg(rgb: Triple): Triple {
  return rgb.map((signal) => {
    const below = Math.max(signal, 0) ** 2 / 3;
    const scene = signal <= 0.5 ? below : (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;
    return 10 * scene ** 1.2;
  }) as Triple;
}

/** ITU-R BT.2087: BT.2020 primaries to those of BT.709. */
const TO_709: Triple[] = [
  [1.6605, -0.5876, -0.0728],
  [-0.1246, 1.1329, -0.0083],
  [-0.0182, -0.1006, 1.1187],
];

/** A Möbius curve that leaves what is below 0.3 and brings 10 to 1. */
function mobius(value: number): number {
  const [knee, peak] = [0.3, 10];
  if (value <= knee) return value;
  const divisor = knee * knee - 2 * knee + peak;
  const a = (-knee * knee * (peak - 1)) / divisor;
  const b = (knee * knee - 2 * knee * peak + peak) / (peak - 1);
  return (((b * b + 2 * b * knee + knee * knee) / (b - a)) * (value + a)) / (value + b);
}

/** The same by the standards' own formulas; what BT.709 does not have is cut off. */
function expected([y, u, v]: Triple, transfer: number): Triple {
  const luma = (y - 64) / 876;
  const r = luma + (1.4746 * (v - 512)) / 896;
  const b = luma + (1.8814 * (u - 512)) / 896;
  const signal: Triple = [r, (luma - 0.2627 * r - 0.0593 * b) / 0.678, b];
  const light = transfer === AVCOL_TRC_SMPTE2084 ? (signal.map(pq) as Triple) : hlg(signal);
  const wide = TO_709.map((row) => row.reduce((sum, weight, i) => sum + weight * (light[i] ?? 0), 0));
  const brightest = Math.max(...wide, 1e-6);
  // ITU-R BT.1886: a screen's power of 2.4.
  const shown = wide.map((value) => Math.min(1, Math.max(0, (value * mobius(brightest)) / brightest)) ** (1 / 2.4));
  const [red = 0, green = 0, blue = 0] = shown;
  const bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return [16 + 219 * bright, 128 + (224 * (blue - bright)) / 1.8556, 128 + (224 * (red - bright)) / 1.5748];
}

test.each([
  ['PQ', AVCOL_TRC_SMPTE2084],
  ['HLG', AVCOL_TRC_ARIB_STD_B67],
])('%s becomes BT.709 as the standards say, colours outside of it cut off', async (_, transfer) => {
  for (const patch of PATCHES) {
    const [made, wanted] = [await mapped(patch, transfer), expected(patch, transfer)];
    const off = made.map((value, i) => Math.abs(value - (wanted[i] ?? 0)));
    expect(Math.max(...off), `${patch}: ${made} instead of ${wanted.map(Math.round)}`).toBeLessThanOrEqual(3);
  }
});

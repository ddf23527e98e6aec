import { SAMPLE_RATE, type Stereo } from '../../src/renderer/sound/dsp.ts';

/** The two filters of ITU-R BS.1770-4 at 48 kHz, as the recommendation's tables give them. */
const STAGES = [
  { b: [1.53512485958697, -2.69169618940638, 1.19839281085285], a: [-1.69065929318241, 0.73248077421585] },
  { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] },
] as const;

/** A filter of second order, in place. */
function filter(signal: Float64Array, { b, a }: { b: readonly number[]; a: readonly number[] }): Float64Array {
  const [b0 = 0, b1 = 0, b2 = 0] = b;
  const [a1 = 0, a2 = 0] = a;
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < signal.length; i++) {
    const x = signal[i] ?? 0;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    signal[i] = y;
  }
  return signal;
}

const weighted = (samples: Float32Array): Float64Array => STAGES.reduce(filter, Float64Array.from(samples));

/** Share of the power above 500 Hz: a high-pass after Butterworth. */
export function shareAbove500({ left }: Stereo): number {
  const k = Math.tan((Math.PI * 500) / SAMPLE_RATE);
  const n = 1 + Math.SQRT2 * k + k * k;
  const highPass = { b: [1 / n, -2 / n, 1 / n], a: [(2 * (k * k - 1)) / n, (1 - Math.SQRT2 * k + k * k) / n] };
  const power = (samples: Float32Array | Float64Array) => {
    let sum = 0;
    for (const one of samples) sum += one * one;
    return sum;
  };
  return power(filter(Float64Array.from(left), highPass)) / power(left);
}

/** Integrated loudness in LUFS after ITU-R BS.1770-4: blocks of 400 ms every 100 ms, gated at -70 LUFS and 10 LU below. */
export function loudness({ left, right }: Stereo): number {
  const channels = [weighted(left), weighted(right)];
  const [block, hop] = [0.4 * SAMPLE_RATE, 0.1 * SAMPLE_RATE];
  const powers: number[] = [];
  for (let at = 0; at + block <= left.length; at += hop) {
    let sum = 0;
    for (const channel of channels) for (let i = at; i < at + block; i++) sum += (channel[i] ?? 0) ** 2;
    powers.push(sum / block);
  }
  const lufs = (power: number) => -0.691 + 10 * Math.log10(power);
  const mean = (some: number[]) => some.reduce((sum, power) => sum + power, 0) / some.length;
  const heard = powers.filter((power) => lufs(power) > -70);
  const gate = lufs(mean(heard)) - 10;
  return lufs(mean(heard.filter((power) => lufs(power) > gate)));
}

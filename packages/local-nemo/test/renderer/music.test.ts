import { describe, expect, test } from 'vitest';
import { MOODS, type Mood } from '../../src/draft.ts';
import { limit, SAMPLE_RATE } from '../../src/renderer/sound/dsp.ts';
import { Music } from '../../src/renderer/sound/music.ts';

const SECONDS = 9;

function play(mood: Mood, seconds = SECONDS, block = 12_000): Float32Array {
  const samples = seconds * SAMPLE_RATE;
  const music = new Music(mood, samples);
  const left = new Float32Array(samples);
  for (let at = 0; at < samples; at += block) left.set(music.read(Math.min(block, samples - at)).left, at);
  return left;
}

const decibels = (samples: Float32Array) =>
  10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);

describe.each(MOODS)('%s music', (mood) => {
  const samples = play(mood);

  test('is about as loud as every other mood, and never clips', () => {
    // -14 LUFS at full volume, which is about -17 dBFS of mean level.
    expect(decibels(samples)).toBeGreaterThan(-19.5);
    expect(decibels(samples)).toBeLessThan(-14.5);
    expect(samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThan(10 ** (-1 / 20));
  });

  test('has no gap before its ending and no clicks', () => {
    for (let second = 0; second < SECONDS - 3; second++) {
      expect(decibels(samples.subarray(second * SAMPLE_RATE, (second + 1) * SAMPLE_RATE))).toBeGreaterThan(-32);
    }
    let jump = 0;
    for (let i = 1; i < samples.length; i++) jump = Math.max(jump, Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0)));
    expect(jump).toBeLessThan(0.35);
  });
});

test('music is the same every time, however it is cut into blocks', () => {
  // Compared by hand: an assertion would print all samples of two pieces that differ.
  for (const mood of MOODS) {
    const [whole, cut] = [play(mood, 3, 48_000), play(mood, 3, 777)];
    const differs = whole.findIndex((sample, i) => sample !== cut[i]);
    expect([mood, differs]).toEqual([mood, -1]);
  }
});

test('moods are different pieces: none of them resembles another', () => {
  const pieces = MOODS.map((mood) => play(mood, 4));
  for (const [i, a] of pieces.entries()) {
    for (const b of pieces.slice(i + 1)) {
      const product = a.reduce((sum, value, n) => sum + value * (b[n] ?? 0), 0) / a.length;
      const alike = product / 10 ** ((decibels(a) + decibels(b)) / 20);
      expect(Math.abs(alike)).toBeLessThan(0.5);
    }
  }
});

test('music is no test tone: its level and its spectrum keep changing', () => {
  for (const mood of MOODS) {
    const piece = play(mood, 6);
    const crossings = [0, 1, 2, 3, 4, 5].map((second) => {
      let count = 0;
      for (let i = second * SAMPLE_RATE + 1; i < (second + 1) * SAMPLE_RATE; i++) {
        if ((piece[i] ?? 0) > 0 !== (piece[i - 1] ?? 0) > 0) count++;
      }
      return count;
    });
    expect(Math.max(...crossings) - Math.min(...crossings)).toBeGreaterThan(25);
  }
});

test('a piece shorter than a bar is a chord, not silence', () => {
  expect(decibels(play('upbeat', 1))).toBeGreaterThan(-35);
});

test('the limiter leaves quiet samples alone and keeps loud ones below -1 dBFS', () => {
  expect(limit(0.5)).toBe(0.5);
  expect(limit(-0.3)).toBe(-0.3);
  expect(limit(4)).toBeLessThan(0.891);
  expect(limit(-4)).toBeGreaterThan(-0.891);
  expect(limit(0.8)).toBeGreaterThan(limit(0.7));
});

import { describe, expect, test } from 'vitest';
import { MOODS, type Mood } from '../../src/draft.ts';
import { planOf } from '../../src/renderer/film/plan.ts';
import { SAMPLE_RATE, type Stereo } from '../../src/renderer/sound/dsp.ts';
import { openSoundtrack } from '../../src/renderer/sound/soundtrack.ts';
import { loudness, shareAbove500 } from './loudness.ts';
import { draftOf } from './render-fixtures.ts';

const SECONDS = 14;

/** The sound of a film of one photo with music. */
async function heard(mood: Mood, volume = 0.35): Promise<Stereo> {
  const music = { name: mood, mood, volume, fadeIn: 500, fadeOut: 1000 };
  const draft = draftOf([{ d: SECONDS * 1000, m: { src: 'p' } }], { music });
  const sound = await openSoundtrack(planOf(draft, 30), draft, {});
  if (!sound) throw new Error('no sound');
  const all = await sound.read(sound.samples);
  await sound.close();
  return { left: all.slice(0, sound.samples), right: all.slice(sound.samples) };
}

test('the meter reads -23 LUFS of a 1 kHz tone at -23 dBFS on both channels, as EBU Tech 3341 wants', () => {
  const tone = Float32Array.from(
    { length: 5 * SAMPLE_RATE },
    (_, i) => 10 ** (-23 / 20) * Math.sin((2 * Math.PI * 1000 * i) / SAMPLE_RATE),
  );
  expect(loudness({ left: tone, right: tone })).toBeCloseTo(-23, 1);
});

describe.each(MOODS)('%s music alone', (mood) => {
  test('is at -14 LUFS, give or take 1, and below -1 dBFS', async () => {
    const sound = await heard(mood);
    expect(Math.abs(loudness(sound) + 14)).toBeLessThan(1);
    const peak = [sound.left, sound.right].flatMap((side) =>
      side.reduce((most, one) => Math.max(most, Math.abs(one)), 0),
    );
    expect(Math.max(...peak)).toBeLessThan(10 ** (-1 / 20));
    // What a phone's speaker carries; below 500 Hz it has next to nothing.
    expect(shareAbove500(sound)).toBeGreaterThan(0.15);
  });
});

test('music alone follows its volume: half of the usual one is 6 dB less, full volume up to 3 dB more', async () => {
  const usual = loudness(await heard('calm'));
  expect(loudness(await heard('calm', 0.175)) - usual).toBeCloseTo(-6, 0);
  const full = loudness(await heard('calm', 1)) - usual;
  expect(full).toBeGreaterThan(1.5);
  expect(full).toBeLessThan(3.2);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

describe('after a turn', () => {
  it('again and another version are new prompts that say what they cost', async () => {
    await rig.says('make a clip with a slow zoom', [await rig.photo()]);
    const again = await rig.says('again');
    expect(again[0]).toMatch(
      /^🔁 The same once more, as a new request that uses credits: “make a clip with a slow zoom”/,
    );
    const other = await rig.says('', [], { command: { name: 'variation' } });
    expect(other[0]).toMatch(/^🎲 Another version, as a new request that uses credits\./);
    expect(promptsSent(rig)).toEqual([
      'make a clip with a slow zoom',
      'make a clip with a slow zoom',
      'Make another version of this video from the same material, with different motion, transitions and music. The request was: make a clip with a slow zoom',
    ]);
  });

  it('there is nothing to repeat in a fresh chat, and nothing is spent', async () => {
    expect(await rig.says('again')).toEqual(['There is nothing to repeat yet. Send me photos and say what you want.']);
    expect(rig.nemo.requests).toHaveLength(0);
  });

  it('the project opens in a browser', async () => {
    await rig.says('', [await rig.photo()]);
    expect(await rig.says('open in browser')).toEqual([
      '🌐 Your project in the browser: https://web.example/workspace/claim?ct=clm_1',
    ]);
  });
});

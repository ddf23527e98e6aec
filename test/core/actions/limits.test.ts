import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

describe('limits are stated before anything is spent', () => {
  it.each([
    ['what’s the weather in Oslo tomorrow?', /^I make videos of photos and clips; with that I can’t help\./],
    ['remove the background of the photo', /^I can’t retouch photos/],
    ['use this song https://open.spotify.com/track/1', /^Music from streaming services can’t be used\./],
  ])('%s', async (said, sentence) => {
    await rig.says('', [await rig.photo()]);
    const [text] = await rig.says(said);
    expect(text).toMatch(sentence);
    expect(promptsSent(rig)).toEqual([]);
  });

  it('the format of a finished clip: when nothing changed, the way that works is named', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.nemo.next(ROUTES.prompt, answer.sse([]));
    const [text] = await rig.says('make it vertical');
    expect(text).toMatch(/^The format of a finished clip can’t be changed; it needs a new generation/);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

describe('rule 7: the spool is empty after each turn', () => {
  it('also after a turn that failed', async () => {
    await rig.says('animate it', [await rig.photo()]);
    expect(await rig.spooled()).toEqual([]);
    rig.nemo.next(ROUTES.upload, answer.code(4001, 'no'));
    await rig.says('more', [await rig.photo()]);
    expect(await rig.spooled()).toEqual([]);
  });
});

describe('rule 8: nothing is trusted by its name', () => {
  it('is reported file by file, and the good ones go on', async () => {
    const bad = [
      rig.chat.file('notes.jpg', Buffer.from('dear diary, this is plain text\n')),
      rig.chat.file('empty.png', Buffer.alloc(0)),
    ];
    const [, reply] = await rig.says('animate it', [...bad, await rig.photo('good.jpg')]);
    expect(reply).toMatch(/^⚠️ notes\.jpg is a text file, which I can’t use\. I take JPG, PNG, /);
    expect(reply).toContain('⚠️ empty.png is empty (0 bytes). Send it again.');
    expect(reply).toContain('Done.');
    expect(rig.nemo.calls(ROUTES.upload)).toHaveLength(1);
  });

  it('alone ends the turn with its reason, before anything is spent', async () => {
    const texts = await rig.says('animate it', [rig.chat.file('big.mp4', Buffer.alloc(11 * 1024 * 1024))]);
    expect(texts.at(-1)).toBe('⚠️ big.mp4 is over the limit of 10 MB. Compress or trim it and send it again.');
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(0);
  });

  it('no photo and no text is answered with what to do', async () => {
    expect(await rig.says('  ')).toEqual(['Send me photos, say what you want, and I will make a video.']);
    expect(await rig.says('export')).toEqual([
      expect.stringContaining('AI Image to Video King'),
      'There is nothing to export yet. Send me photos and say what you want.',
    ]);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent, startsLongWork } from '../rig/kill.ts';
import { Rig, type RigOptions } from '../rig/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const starts = async (options: RigOptions = {}) => {
  rig = await Rig.start(options);
  Object.assign(rig.chat, { isModerator: async ({ userId }: { userId: string }) => userId === 'boss' });
};
const GROUP = { shared: { community: 'test:g' } };
const call = (userId: string, name: string, argument?: string) =>
  rig.says('', [], { userId, ...GROUP, command: { name, argument } });
const blocks = (words: string) => rig.store.communities.update('test:g', { words: words.split(' ') });

const WORD =
  '🚫 Your request contains a word that is blocked here, so I have not begun it and nothing was spent. Say it in other words.';
const REPEAT =
  '🚫 The request that this repeats contains a word that is blocked here now, so I have not begun it and nothing was spent. Say in other words what you want.';
const REST =
  '🚫 What is left of your request contains a word that is blocked here now, so I stop here. Say the rest in other words.';

describe('a word that moderators block after it was said', () => {
  it('keeps a request from being repeated, in words, by a button and as another version, until the word is allowed again', async () => {
    await starts();
    await rig.says('a clip of my casino night', [await rig.photo()], { userId: 'ann', ...GROUP });
    await blocks('casino');
    expect(await rig.says('again', [], { userId: 'ann', ...GROUP })).toEqual([REPEAT]);
    expect(await call('ann', 'rerun')).toEqual([REPEAT]);
    expect(await call('boss', 'variation')).toEqual([REPEAT]);
    expect(promptsSent(rig)).toEqual(['a clip of my casino night']);
    // Words of the bot's own around a request are nobody's.
    await blocks('material transitions');
    await rig.says('another version', [], { userId: 'boss', ...GROUP });
    expect(promptsSent(rig)).toHaveLength(2);
  });

  it('holds for what waited in the queue, with what it quoted, and for an edit that is sent after all', async () => {
    await starts();
    await startsLongWork(rig, 'make a sunset clip');
    const accept = (text: string, more: object = {}) =>
      rig.engine.accept(rig.chat.message(text, [], { userId: 'ann', ...GROUP, ...more }));
    await accept('make it a casino');
    await accept('animate this', { quote: 'the casino' });
    await accept('make it red');
    await accept('', { command: { name: 'late-edit', argument: 'with a casino' } });
    await blocks('casino');
    const before = rig.chat.sent.length;
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(promptsSent(rig)).toEqual(['make a sunset clip', 'make it red']);
    expect(rig.chat.sent.slice(before).filter(({ text }) => text === WORD)).toHaveLength(2);
    const [button] = rig.chat.sent.flatMap(({ steps }) => steps).filter(({ name }) => name === 'send-edit');
    expect(await call('ann', 'send-edit', button?.argument)).toEqual([WORD]);
    expect(promptsSent(rig)).toHaveLength(2);
  });

  it('holds for words that waited for their file, of which nothing is fetched then', async () => {
    await starts();
    await rig.says('animate this photo of the casino', [], { userId: 'ann', ...GROUP });
    expect(promptsSent(rig)).toEqual([]);
    await blocks('casino');
    expect(await rig.says('', [await rig.photo()], { userId: 'ann', ...GROUP })).toEqual([WORD]);
    expect(rig.nemo.calls(ROUTES.upload)).toHaveLength(0);
  });

  it('holds for what waited for the agreement to the terms, and for what another process journaled', async () => {
    await starts({ termsUrl: 'https://club.example/terms' });
    await rig.says('a clip of the casino', [], { userId: 'ann', ...GROUP });
    await blocks('casino');
    await rig.restart();
    expect((await call('ann', 'agree')).at(-1)).toBe(WORD);
    expect(promptsSent(rig)).toEqual([]);
  });

  it('ends a request of several parts before the next one, and says so', async () => {
    await starts();
    const answered = rig.nemo.called(ROUTES.render).then(() => blocks('blue'));
    const both = [await rig.photo('a.jpg'), await rig.photo('b.jpg')];
    const batch = '1: zoom in 2: make it blue';
    const [answers] = await Promise.all([rig.says(batch, both, { userId: 'ann', ...GROUP }), answered]);
    expect(promptsSent(rig)).toHaveLength(1);
    expect(answers.at(-1)).toContain(REST);
  });
});

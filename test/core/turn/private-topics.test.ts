import { afterEach, beforeEach, expect, it } from 'vitest';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const topic = (number: number) => ({ chat: `test:1:${number}` });

it('files that open a topic of a private chat are what the request outside of it waited for, once', async () => {
  expect(await rig.says('animate this photo')).toEqual([expect.stringContaining('animate this photo')]);
  expect(promptsSent(rig)).toEqual([]);
  await rig.says('', [await rig.photo()], topic(12));
  expect(promptsSent(rig)).toEqual(['animate this photo']);
  await rig.says('', [await rig.photo()], topic(13));
  expect(promptsSent(rig)).toEqual(['animate this photo']);
});

it('files with words of their own open a topic with these alone', async () => {
  await rig.says('animate this photo');
  await rig.says('a slow zoom', [await rig.photo()], topic(12));
  expect(promptsSent(rig)).toEqual(['a slow zoom']);
});

it('a topic of a private chat speaks the language that was chosen outside of it, until another one is chosen there', async () => {
  await rig.says('/language zh', [], { command: { name: 'language', argument: 'zh' } });
  expect((await rig.says('status', [], topic(12)))[0]).toMatch(/\p{Script=Han}/u);
  await rig.says('', [], { ...topic(12), command: { name: 'language', argument: 'en' } });
  expect((await rig.says('status', [], topic(12)))[0]).not.toMatch(/\p{Script=Han}/u);
});

it('a topic of a group begins with nothing of what was said outside of it', async () => {
  const shared = { shared: { community: 'test:1' } };
  await rig.says('animate this photo', [], shared);
  await rig.says('', [await rig.photo()], { ...topic(12), ...shared });
  expect(promptsSent(rig)).toEqual([]);
});

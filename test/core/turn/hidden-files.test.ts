import { afterEach, beforeEach, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const videos = () => rig.chat.sent.flatMap(({ video }) => (video ? [video.spoiler ?? false] : []));

it('what is made of a photo that was sent hidden is hidden, too, in every later video of the project; a new project is not', async () => {
  await rig.says('make a clip with a slow zoom', [{ ...(await rig.photo()), spoiler: true }]);
  await rig.says('export');
  expect(videos()).toEqual([true, true]);
  await rig.says('new project');
  await rig.says('make a clip with a slow zoom', [await rig.photo()]);
  await rig.says('export');
  expect(videos()).toEqual([true, true, false]);
});

it('who goes on with such a result from elsewhere gets it hidden', async () => {
  const GROUP = { shared: { community: 'test:g' } };
  const ann = { chat: 'test:g@ann', userId: 'ann', ...GROUP };
  const bob = { chat: 'test:g@bob', userId: 'bob', ...GROUP };
  await rig.says('make a clip with a slow zoom', [{ ...(await rig.photo()), spoiler: true }], ann);
  const ref = `s${rig.chat.sent.findIndex(({ video }) => video) + 1}`;
  await rig.says('export', [], { ...bob, repliesTo: ref });
  expect(videos()).toEqual([true, true]);
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

it('thanks, praise and a goodbye are answered without the agent, in the language they are said in', async () => {
  await rig.says('make a clip with a slow zoom', [await rig.photo()]);
  expect(await rig.says('Thanks!')).toEqual(['😊 You’re welcome! Say what to change, or send new photos.']);
  expect(await rig.says('太棒了！')).toEqual(['😊 喜欢就好！还想改什么就告诉我，要视频就说“导出”。']);
  expect(await rig.says('bye bye')).toEqual(['👋 See you! Your project stays as it is.']);
  expect(promptsSent(rig)).toEqual(['make a clip with a slow zoom']);
});

it('thanks that go on with a wish are a request, in the user’s own words', async () => {
  await rig.says('make a clip with a slow zoom', [await rig.photo()]);
  await rig.says('thanks, now make it longer');
  expect(promptsSent(rig).at(-1)).toBe('thanks, now make it longer');
});

it('a photo with “thanks” is a photo without a word: what to do with it is asked', async () => {
  const said = await rig.says('thanks!', [await rig.photo()]);
  expect(said.at(-1)).toMatch(/^📎 Got photo.*What should I make of it\?/s);
  expect(promptsSent(rig)).toEqual([]);
});

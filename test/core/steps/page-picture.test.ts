import { afterEach, expect, it } from 'vitest';
import { ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

const ASKS = 'animate the picture on https://blog.example/post/5';

it('a page that a request speaks of gives its picture, which is brought to Nemo before the prompt', async () => {
  const asked: string[] = [];
  rig = await Rig.start({
    pagePicture: async (page) => {
      asked.push(page);
      return 'https://blog.example/og.png';
    },
  });
  await rig.says(ASKS);
  expect(asked).toEqual(['https://blog.example/post/5']);
  expect(rig.nemo.calls(ROUTES.upload).map(({ json }) => json)).toMatchObject([
    { urls: ['https://blog.example/og.png'] },
  ]);
  expect(promptsSent(rig)).toEqual([ASKS]);
});

it('a page without a picture: the picture is asked for, and nothing is paid', async () => {
  rig = await Rig.start();
  expect((await rig.says(ASKS)).at(-1)).toMatch(/^📎 There is no photo in this project yet/);
  expect(promptsSent(rig)).toEqual([]);
});

it('a page that is not where a picture comes from is not asked', async () => {
  const asked: string[] = [];
  rig = await Rig.start({ pagePicture: async (page) => void asked.push(page) as undefined });
  await rig.says('make a sunset video in the style of https://blog.example/');
  expect(asked).toEqual([]);
});

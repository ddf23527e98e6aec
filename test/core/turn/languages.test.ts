import { afterEach, expect, it } from 'vitest';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

it.each([
  ['写真を動かして', 'ja', 'ja', /^Hi! This is/],
  ['haz que el cielo se mueva', 'es', 'es', /^Hi! This is/],
  ['讓天空動起來', undefined, 'zh-TW', /^你好！這裡是 AI Image to Video King。發來產品照片/],
  ['让天空动起来', 'en-US', 'zh-CN', /^你好！这里是/],
  ['add the title “夏天” at the start', 'en-US', 'en', /^Hi! This is/],
] as const)(
  '“%s”: the session is in the user’s language, the bot’s words are in one of its own',
  async (text, locale, told, greeting) => {
    rig = await Rig.start();
    const texts = await rig.says(text, [], { locale });
    expect(rig.nemo.calls(ROUTES.session)[0]?.json).toMatchObject({ language: told });
    expect(texts[0]).toMatch(greeting);
  },
);

it('what follows in the same chat stays in traditional characters, with a button and with a silent edit', async () => {
  rig = await Rig.start();
  rig.nemo.next(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, [adk.call('c', 'edit_multitrack')]));
  const edited = (await rig.says('讓天空動起來')).at(-1);
  expect(edited).toContain('片段');
  expect(edited).toContain('時間線');
  expect(await rig.says('', [], { command: { name: 'timeline' } })).toEqual([expect.stringContaining('條軌道')]);
  expect((await rig.says('幫助'))[0]).toContain('我還聽得懂');
});

it('a message in another language than the chat’s is answered in its own', async () => {
  rig = await Rig.start();
  rig.nemo.on(ROUTES.prompt, answer.sse([adk.text('OK.')]));
  await rig.says('让天空动起来');
  expect((await rig.says('timeline please now'))[0]).toBe('The timeline is empty.');
  expect((await rig.says('时间线'))[0]).toBe('时间线是空的。');
});

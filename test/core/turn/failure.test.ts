import { afterEach, describe, expect, it } from 'vitest';
import { answer, type FakeHandler, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig, type RigOptions } from '../rig/rig.ts';

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

/** What a chat with one photo in it hears when the route's next request is answered so. */
async function hears(said: string, route: string, handler: FakeHandler, options: RigOptions = {}): Promise<string> {
  rig = await Rig.start(options);
  await rig.says('', [await rig.photo()]);
  rig.nemo.on(route, handler);
  const text = (await rig.says(said)).at(-1) ?? '';
  expect(await rig.spooled()).toEqual([]);
  expect((await rig.journal()).at(-1)?.outcome).toBe('failed');
  return text;
}

describe('every row of the backend’s error table has its sentence', () => {
  it('2001 for an account of the bot’s own: the way to register with the account’s id', async () => {
    expect(await hears('animate it', ROUTES.prompt, answer.code(2001))).toBe(
      '💳 The free credits are used up. Register to get more: https://web.example/register?bind=anon_1',
    );
  });

  it('2001 for the operator’s account: top up', async () => {
    expect(await hears('animate it', ROUTES.prompt, answer.code(2001), { token: 'nmv_usr_operator' })).toBe(
      '💳 The credits are used up. Top up the account to go on.',
    );
  });

  it('2001 in Chinese', async () => {
    expect(await hears('做成视频', ROUTES.prompt, answer.code(2001))).toBe(
      '💳 免费积分用完了。注册后可以获得更多：https://web.example/register?bind=anon_1',
    );
  });

  it('1001 for the operator’s token: the account needs attention, and no other account is taken', async () => {
    const text = await hears('animate it', ROUTES.state, answer.code(1001), { token: 'nmv_usr_operator' });
    expect(text).toMatch(/^⚠️ The bot’s account at Nemo needs attention from whoever runs this bot\./);
    expect(rig?.nemo.calls(ROUTES.token)).toHaveLength(0);
  });

  it('1001 again with a new token: the account is refused, and whoever runs the bot is to be asked', async () => {
    expect(await hears('animate it', ROUTES.state, answer.code(1001))).toBe(
      '⚠️ Nemo refuses the bot’s account, also with a new token. Ask whoever runs this bot to see to that, then try again.',
    );
    // At the start, and anew after the refusal.
    expect(rig?.nemo.calls(ROUTES.token)).toHaveLength(2);
    // As an error, once.
    const told = rig?.log.filter((line) => line.includes('Nemo refuses the account')) ?? [];
    expect(told.map((line) => JSON.parse(line).level)).toEqual([50]);
  });

  it('429 twice: busy, after one wait of 30 s', async () => {
    expect(await hears('animate it', ROUTES.prompt, answer.code(429, 'slow down', 429))).toBe(
      '⚠️ Nemo is very busy right now. Try again in a minute.',
    );
    expect(rig?.nemo.calls(ROUTES.prompt)).toHaveLength(2);
  });

  it('an HTML page in place of an answer: not answering, and nothing leaks', async () => {
    const text = await hears('animate it', ROUTES.state, answer.html(502));
    expect(text).toMatch(/^⚠️ Nemo is not answering\./);
    expect(text).not.toContain('<');
  });

  it('an agent that fails without a word', async () => {
    const handler = answer.sse([{ errorCode: 'SAFETY', errorMessage: 'blocked by safety filter' }]);
    expect(await hears('animate it', ROUTES.prompt, handler)).toMatch(/^⚠️ Nemo’s agent ran into a problem/);
  });
});

it('402 has a sentence other than that of credits', async () => {
  rig = await Rig.start();
  await rig.says('animate it', [await rig.photo()]);
  rig.nemo.on(ROUTES.render, answer.code(402, 'plan', 402));
  expect((await rig.says('export')).at(-1)).toBe(
    '⚠️ The free plan doesn’t allow this export. That is about the plan, not about credits. Register or upgrade here: https://web.example/register?bind=anon_1\n🌐 Open the project in a browser: https://web.example/workspace/claim?ct=clm_1',
  );
});

it.each([
  [4001, '⚠️ Nemo doesn’t take photo.jpg: its type is not accepted there. It takes JPG, PNG, GIF, WebP, HEIC'],
  [4002, '⚠️ Nemo says photo.jpg is too large. Compress or trim it and send it again.'],
])('%i from an upload', async (code, sentence) => {
  rig = await Rig.start();
  rig.nemo.on(ROUTES.upload, answer.code(code));
  expect((await rig.says('animate it', [await rig.photo()])).at(-1)).toContain(sentence);
});

it('a render that is no video is a failed render', async () => {
  rig = await Rig.start();
  rig.nemo.video = Buffer.from('this is not an MP4');
  expect((await rig.says('animate it', [await rig.photo()])).at(-1)).toBe(
    '⚠️ The render failed. Say “export” to try again; exports are free.',
  );
});

describe('whoever registers takes the account', () => {
  const others = '💳 The free credits are used up. Ask whoever runs this bot to register its account for more.';
  const link = 'https://web.example/register?bind=anon_1';

  it('so the link is for an owner alone, in private', async () => {
    rig = await Rig.start({ owners: new Set(['test:boss']) });
    rig.nemo.on(ROUTES.prompt, answer.code(2001));
    expect((await rig.says('plan it')).at(-1)).toBe(others);
    expect((await rig.says('plan it', [], { userId: 'boss', chat: 'test:2' })).at(-1)).toContain(link);
    const inGroup = { userId: 'boss', chat: 'test:3', shared: { community: 'test:3' } };
    expect((await rig.says('plan it', [], inGroup)).at(-1)).toBe(others);
    expect((await rig.says('plan it', [], { userId: 'boss', chat: 'test:4@boss' })).at(-1)).toBe(others);
  });

  it('without an owner, for the one who is alone with the bot', async () => {
    rig = await Rig.start();
    rig.nemo.on(ROUTES.prompt, answer.code(2001));
    expect((await rig.says('plan it')).at(-1)).toContain(link);
    expect((await rig.says('plan it', [], { userId: 'u2', chat: 'test:2' })).at(-1)).toBe(others);
    expect((await rig.says('plan it')).at(-1)).toBe(others);
  });
});

it('403: the account may not export; with the way to register it, and the project', async () => {
  rig = await Rig.start();
  await rig.says('animate it', [await rig.photo()]);
  rig.nemo.on(ROUTES.render, answer.code(403, 'scope', 403));
  expect((await rig.says('export')).at(-1)).toBe(
    '⚠️ The bot’s account may not do this yet: it has to be registered first. Register it here, then try again: https://web.example/register?bind=anon_1\n🌐 Open the project in a browser: https://web.example/workspace/claim?ct=clm_1',
  );
});

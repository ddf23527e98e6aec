import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start({ access: { owners: new Set(['test:owner']) }, owners: new Set(['test:owner']) });
  Object.assign(rig.chat, {
    answersPrivately: true,
    isModerator: async ({ userId }: { userId: string }) => userId === 'boss',
  });
});
afterEach(() => rig.close());

const GROUP = { shared: { community: 'test:g' } };
const says = (userId: string, text: string, more: object = {}) => rig.says(text, [], { userId, ...GROUP, ...more });
const calls = (userId: string, name: string, argument?: string, more: object = {}) =>
  rig.says('', [], { userId, ...GROUP, command: { name, argument }, ...more });

/** What a message that is not accepted is refused with. */
const refusal = async (userId: string, text: string, more: object = {}) =>
  (await rig.engine.refusal(rig.chat.message(text, [], { userId, ...GROUP, ...more })))?.reason.kind;

describe('blocking', () => {
  it('by id, by a reply to a message of theirs, by a reply to their video; taken back; in this community alone', async () => {
    await rig.says('make a clip', [await rig.photo()], { userId: 'ann', userName: 'Ann', ...GROUP });
    const video = rig.chat.sent.findLastIndex(({ video: posted }) => posted) + 1;
    expect(await calls('boss', 'block')).toEqual([
      '👤 Whom? Reply to a message of theirs with /block, or give their id: “/block 123456”.',
    ]);
    expect(await calls('boss', 'block', undefined, { repliesTo: `s${video}` })).toEqual([
      '🚫 Ann (test:ann) is blocked here. I no longer answer them; /unblock takes that back.',
    ]);
    expect(await refusal('ann', 'make a clip')).toBe('blocked');
    expect(await refusal('ann', 'make a clip', { shared: { community: 'test:other' } })).toBeUndefined();
    expect(await calls('boss', 'unblock')).toEqual(['🚫 Blocked here:\n• Ann (test:ann)']);
    expect(await calls('boss', 'unblock', 'test:ann')).toEqual(['✅ Ann (test:ann) is no longer blocked here.']);
    expect(await refusal('ann', 'make a clip')).toBeUndefined();
    await calls('boss', 'block', undefined, { aboutUser: 'bob' });
    expect(await refusal('bob', 'help')).toBe('blocked');
  });

  it('spares the owner and whoever asks; an owner in private blocks everywhere', async () => {
    expect(await calls('boss', 'block', 'test:owner')).toEqual(['🔒 Whoever runs this bot can’t be blocked.']);
    expect(await calls('boss', 'block', 'test:boss')).toEqual(['🙂 That is you. Somebody else has to block you.']);
    await rig.says('', [], { userId: 'owner', chat: 'test:7', command: { name: 'block', argument: '4711' } });
    expect(await refusal('4711', 'help')).toBe('blocked');
    expect(await calls('boss', 'unblock')).toEqual([
      '🚫 Blocked here:\n• 4711 (test:4711) (everywhere, by whoever runs this bot)',
    ]);
  });
});

it('a pause holds for everybody until a moderator ends it', async () => {
  expect((await calls('boss', 'pause'))[0]).toMatch(/^⏸ Paused: nobody can begin/);
  expect(await refusal('ann', 'make a clip')).toBe('paused');
  expect((await calls('boss', 'pause'))[0]).toMatch(/^⏸ I am paused here already/);
  expect((await calls('boss', 'resume'))[0]).toMatch(/^▶️ Going on/);
  expect(await refusal('ann', 'make a clip')).toBeUndefined();
  expect((await calls('boss', 'resume'))[0]).toBe('▶️ I am not paused here.');
});

it('a moderator sees what anybody runs here, in every channel, and stops any of it', async () => {
  for (let turn = 0; turn < 3; turn++) rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
  const begin = (userId: string, chat: string, text: string) =>
    rig.engine.accept(rig.chat.message(text, [], { userId, chat, userName: userId, ...GROUP }));
  await begin('ann', 'test:1', 'make a clip');
  await begin('bob', 'test:2', 'make another');
  await rig.engine.accept(rig.chat.message('elsewhere', [], { userId: 'eve', chat: 'test:3' }));
  await rig.nemo.called(ROUTES.prompt, 3);
  const ask = async (argument?: string) => {
    const before = rig.chat.sent.length;
    const message = rig.chat.message('', [], {
      userId: 'boss',
      chat: 'test:9',
      ...GROUP,
      command: { name: 'turns', argument },
    });
    await rig.engine.accept(message);
    await vi.waitFor(() => expect(rig.chat.sent.length).toBeGreaterThan(before), { timeout: 10_000 });
    return rig.chat.sent[before];
  };
  const list = await ask();
  expect(list?.text.split('\n').slice(0, 3)).toEqual([
    '🎬 Running and waiting here:',
    '1. ann: “make a clip”',
    '2. bob: “make another”',
  ]);
  expect((await ask(list?.steps[1]?.argument))?.text).toBe('🛑 Stopped by a moderator: bob, “make another”.');
  expect((await ask('all'))?.text).toBe('🛑 Stopped by a moderator: ann, “make a clip”.');
  expect((await ask('all'))?.text).toMatch(/^That request has ended already/);
  await rig.says('cancel', [], { userId: 'eve', chat: 'test:3' });
});

it('recent requests show who asked; what moderators did is for moderators to read, once each', async () => {
  await says('ann', 'make a clip', { userName: 'Ann' });
  expect((await calls('boss', 'requests'))[0]).toMatch(
    /^🧾 The latest requests here:\n\d+ \w+, \d\d:\d\d UTC · Ann \(test:ann\) · video or edit · ≈ 100 credits · done$/,
  );
  await calls('boss', 'block', '4711', { userName: 'Boss' });
  await calls('boss', 'pause');
  await calls('boss', 'resume');
  await calls('boss', 'resume');
  const [log = ''] = await calls('boss', 'audit');
  expect(log.split('\n').map((line) => line.replace(/^.* UTC · /, ''))).toEqual([
    '📋 What moderators did here, the latest first:',
    'Boss · /resume',
    'Boss · /pause',
    'Boss · /block test:4711',
  ]);
});

it.each(['block', 'unblock', 'pause', 'resume', 'turns', 'requests', 'audit'])(
  '/%s is for moderators alone',
  async (name) => {
    expect(await refusal('ann', '', { command: { name } })).toBe('moderators');
    expect(await refusal('boss', '', { command: { name } })).toBeUndefined();
    expect(await refusal('ann', '', { command: { name }, shared: undefined })).toBe('owners');
  },
);

it('/status lists a moderator what others have running and waiting in that place, and nobody else', async () => {
  rig.nemo.on(ROUTES.prompt, answer.sse([], { hang: true }));
  const ann = { chat: 'test:g@ann', userId: 'ann', userName: 'Ann', ...GROUP };
  await rig.engine.accept(rig.chat.message('make a sunset video', [], ann));
  await rig.nemo.called(ROUTES.prompt);
  await rig.engine.accept(
    rig.chat.message('', [], { ...GROUP, chat: 'test:g@boss', userId: 'boss', command: { name: 'status' } }),
  );
  await rig.engine.accept(
    rig.chat.message('', [], { ...GROUP, chat: 'test:g@bob', userId: 'bob', command: { name: 'status' } }),
  );
  await rig.engine.accept(
    rig.chat.message('', [], { ...GROUP, chat: 'test:h@boss', userId: 'boss', command: { name: 'status' } }),
  );
  await vi.waitFor(() => expect(rig.chat.sent).toHaveLength(3));
  const told = rig.chat.sent.map(({ text }) => text.includes('1. Ann: “make a sunset video”'));
  expect(told.filter(Boolean)).toHaveLength(1);
  expect(rig.chat.sent.find(({ chat }) => chat === 'test:g@boss')?.text).toContain(
    'Others here (stop one with /turns):\n1. Ann: “make a sunset video”',
  );
  await rig.engine.accept(rig.chat.message('cancel all', [], ann));
  await rig.engine.idle();
});

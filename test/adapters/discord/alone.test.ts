import { expect, it } from 'vitest';
import { ChatGoneError } from '../../../src/core/chat.ts';
import { AdapterRig, NO_SIGNAL } from './rig.ts';

const photo = { name: 'a.jpg', bytes: Buffer.from('photo'), content_type: 'image/jpeg' };

/** Ann brings the bot along to a place that it is no member of. */
function elsewhere(rig: AdapterRig, kind: 'server' | 'group') {
  const user = rig.discord.user({ username: 'ann' });
  if (kind === 'group') return { user, channel: rig.discord.groupDm(user, rig.discord.user()) };
  return { user, channel: rig.discord.channel(rig.discord.guild({ botIsMember: false })) };
}

async function animates(rig: AdapterRig, kind: 'server' | 'group' = 'server') {
  const { user, channel } = elsewhere(rig, kind);
  const values = { prompt: 'slow zoom' };
  const call = rig.discord.slash(channel, user, 'animate', values, { attachments: { image1: photo } });
  const message = await rig.received();
  await call.reply();
  return { user, channel, call, message };
}

it.each(['server', 'group'] as const)('in a %s of strangers the interaction carries everything', async (kind) => {
  const rig = await AdapterRig.start();
  const { call, channel, user, message } = await animates(rig, kind);
  const [note] = call.replies;
  expect(note?.content).toMatch(/^📝 “slow zoom” · 📎 1\nℹ️ I am not a member here.* 15 minutes/);
  const ref = await rig.adapter.showProgress(message.chat, '🎬 Working…', undefined, NO_SIGNAL);
  await rig.adapter.showProgress(message.chat, '🎞 Rendering…', ref, NO_SIGNAL);
  expect(call.replies[0]?.content).toMatch(/^📝 “slow zoom”[\s\S]*\n\n🎞 Rendering…$/);
  await rig.replies(message, { text: '✅ Video ready', next: [{ name: 'variation', label: 'Another' }] });
  await rig.adapter.endProgress(message.chat, ref ?? '', NO_SIGNAL);
  expect(rig.discord.shown(channel).map(({ content }) => content)).toEqual([note?.content, '✅ Video ready']);
  // Of five further messages, one was used: progress takes none.
  expect(rig.discord.calls('POST', '/webhooks/:app/:token')).toHaveLength(1);
  expect(rig.discord.calls('POST', '/channels/:id/messages')).toEqual([]);
  const busy = rig.adapter.showBusy(message.chat, NO_SIGNAL);
  await busy;
  expect(user.blocks).toBe(false);
});

it('a button there goes on through its own interaction', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await animates(rig);
  const id = await rig.replies(message, { text: '✅ Video ready', next: [{ name: 'variation', label: 'Another' }] });
  await rig.clock.jump(20 * 60_000);
  const press = rig.discord.presses({ id }, 'Another', user);
  const again = await rig.received(2);
  const ref = await rig.adapter.showProgress(again.chat, '🎬 Working…', undefined, NO_SIGNAL);
  expect(press.replies.map(({ content }) => content)).toEqual(['🎬 Working…']);
  await rig.adapter.showProgress(again.chat, '🎞 Rendering…', ref, NO_SIGNAL);
  expect(press.replies.map(({ content }) => content)).toEqual(['🎞 Rendering…']);
  await rig.replies(again, { text: '✅ Another one' });
  await rig.adapter.endProgress(again.chat, ref ?? '', NO_SIGNAL);
  expect(
    rig.discord
      .shown(channel)
      .slice(1)
      .map(({ content }) => content),
  ).toEqual(['✅ Video ready', '✅ Another one']);
});

it('what takes longer than the token comes as a DM, and progress is skipped', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await animates(rig);
  const ref = await rig.adapter.showProgress(message.chat, '🎬 Working…', undefined, NO_SIGNAL);
  await rig.clock.jump(15 * 60_000);
  expect(await rig.adapter.showProgress(message.chat, '🎞 Rendering…', ref, NO_SIGNAL)).toBe(ref);
  await rig.replies(message, { text: '✅ Video ready' });
  await rig.adapter.endProgress(message.chat, ref ?? '', NO_SIGNAL);
  expect(rig.discord.shown(rig.discord.dm(user)).map(({ content }) => content)).toEqual([
    `About your request in <#${channel.id}>:\n✅ Video ready`,
  ]);
});

it('a token that Discord ends early is as good as over', async () => {
  const rig = await AdapterRig.start();
  const { user, message } = await animates(rig);
  rig.discord.fail('POST /webhooks/:app/:token', { status: 401, code: 50027 });
  await rig.replies(message, { text: '✅ Video ready' });
  expect(rig.discord.shown(rig.discord.dm(user))).toHaveLength(1);
});

it('what is more than five messages goes on as a DM', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await animates(rig);
  for (let count = 1; count <= 6; count++) await rig.replies(message, { text: `part ${count}` });
  expect(rig.discord.shown(channel).slice(1)).toHaveLength(5);
  expect(rig.discord.shown(rig.discord.dm(user)).at(-1)?.content).toContain('part 6');
});

it('when the requester takes no DMs either, the chat is gone', async () => {
  const rig = await AdapterRig.start();
  const { user, message } = await animates(rig);
  await rig.clock.jump(15 * 60_000);
  rig.discord.blocks(user);
  await expect(rig.replies(message, { text: '✅ Video ready' })).rejects.toBeInstanceOf(ChatGoneError);
});

it('the next process goes on through the same interaction', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await animates(rig);
  await rig.restart();
  await rig.replies(message, { text: '✅ Video ready' });
  expect(rig.discord.shown(channel).at(-1)?.content).toBe('✅ Video ready');
});

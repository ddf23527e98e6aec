import { describe, expect, it } from 'vitest';
import type { NextStep } from '../../../src/core/chat.ts';
import { AdapterRig, somewhere } from './rig.ts';

/** A thread, which all share, where ann asked for a clip, bob reads along and mo moderates. */
async function shared() {
  const rig = await AdapterRig.start();
  const { guild, channel, user: ann } = somewhere(rig.discord, 'thread');
  const bob = rig.discord.user({ username: 'bob' });
  const mo = rig.discord.user({ username: 'mo', moderator: true });
  const asks = `<@${rig.discord.bot.id}>`;
  rig.discord.says(channel, ann, `${asks} make a clip`);
  const asked = await rig.received();
  return { rig, guild, channel, ann, bob, mo, asks, asked };
}

const OTHERS_WORK = /^🔒 \/\w+ concerns what somebody else here asked for/;

describe('in a thread, what ends or repeats the work of another', () => {
  it.each([
    ['cancel', {}],
    ['remove', { number: 1 }],
    ['rerun', {}],
    ['new', {}],
    ['link', {}],
  ])('/%s is denied to other members, with the reason', async (name, values) => {
    const { rig, channel, ann, bob } = await shared();
    rig.queue = { running: ann.id, waiting: [ann.id] };
    const reply = await rig.discord.slash(channel, bob, name, values).reply();
    expect(reply.content).toMatch(OTHERS_WORK);
    expect(reply.content).toContain(`/${name}`);
    expect(rig.accepted).toHaveLength(1);
  });

  it('is for its author, and for a moderator', async () => {
    const { rig, channel, ann, mo } = await shared();
    rig.queue = { running: ann.id, waiting: [] };
    rig.discord.slash(channel, ann, 'cancel');
    expect(await rig.received(2)).toMatchObject({ userId: ann.id, command: { name: 'cancel' } });
    rig.discord.slash(channel, mo, 'new');
    expect(await rig.received(3)).toMatchObject({ userId: mo.id, command: { name: 'new' } });
  });

  it('is denied in words too, and allowed to who moderates, which Discord is asked for then', async () => {
    const { rig, channel, ann, bob, mo, asks } = await shared();
    rig.queue = { running: ann.id, waiting: [] };
    rig.discord.says(channel, bob, `${asks} cancel`);
    const denied = await rig.discord.appears(channel, ({ content }) => OTHERS_WORK.test(content));
    expect(denied.pings).toEqual([]);
    rig.discord.says(channel, mo, `${asks} cancel`);
    expect(await rig.received(2)).toMatchObject({ userId: mo.id, text: 'cancel' });
  });

  it('is denied when the rights cannot be looked up', async () => {
    const { rig, channel, ann, mo, asks } = await shared();
    rig.queue = { running: ann.id, waiting: [] };
    rig.discord.fail('GET /guilds/:guild/members/:user', { status: 500 });
    rig.discord.says(channel, mo, `${asks} cancel`);
    await rig.discord.appears(channel, ({ content }) => OTHERS_WORK.test(content));
    expect(rig.accepted).toHaveLength(1);
  });

  it('is denied as a button too, which is not used up by that', async () => {
    const { rig, channel, ann, bob, asks, asked } = await shared();
    const next: NextStep[] = [{ name: 'rerun', label: 'Again' }];
    const id = await rig.replies(asked, { text: 'Done.', next });
    rig.discord.says(channel, bob, `${asks} make another clip`);
    await rig.received(2);
    const reply = await rig.discord.presses({ id }, 'Again', ann).reply();
    expect(reply).toMatchObject({ ephemeral: true, content: expect.stringMatching(OTHERS_WORK) });
    expect(rig.discord.shown(channel).find((each) => each.id === id)?.buttons[0]?.disabled).toBe(false);
    rig.discord.says(channel, ann, `${asks} make it longer`);
    await rig.received(3);
    rig.discord.presses({ id }, 'Again', ann);
    expect(await rig.received(4)).toMatchObject({ command: { name: 'rerun' } });
  });

  it('is not reached by editing a message that waits', async () => {
    const { rig, channel, bob, asks } = await shared();
    const message = rig.discord.says(channel, bob, `${asks} make it blue`);
    await rig.received(2);
    rig.discord.edits(message, `${asks} new project`);
    rig.discord.edits(message, `${asks} make it green`);
    await rig.discord.until(() => rig.amended.length > 0);
    expect(rig.amended.map(({ text }) => text)).toEqual(['make it green']);
  });
});

describe('in a thread, what changes the chat for everybody', () => {
  it.each([
    ['forget', { sure: true }],
    ['language', { language: 'zh-Hans' }],
    ['skill', { name: 'Motion HD' }],
  ])('/%s is denied where others work too, and what it would say alone is allowed', async (name, values) => {
    const { rig, channel, bob } = await shared();
    const reply = await rig.discord.slash(channel, bob, name, values).reply();
    expect(reply).toMatchObject({ ephemeral: true, content: expect.stringMatching(/for moderators\. Write to me/) });
    rig.discord.slash(channel, bob, name);
    expect(await rig.received(2)).toMatchObject({ command: { name } });
  });

  it('is for moderators, and everybody sees that they did it', async () => {
    const { rig, channel, mo } = await shared();
    rig.discord.slash(channel, mo, 'language', { language: 'zh-Hans' });
    expect(await rig.received(2)).toMatchObject({ command: { name: 'language', argument: 'zh-Hans' } });
    const notice = await rig.discord.appears(channel, ({ content }) => content.includes('used /language here'));
    expect(notice).toMatchObject({ content: `🔧 <@${mo.id}> used /language here.`, ephemeral: false, pings: [] });
  });

  it('is for the one person who works there', async () => {
    const { rig, channel, ann } = await shared();
    rig.discord.slash(channel, ann, 'skill', { name: 'Motion HD' });
    expect(await rig.received(2)).toMatchObject({ command: { name: 'skill' } });
  });
});

it('in a DM everything is allowed, and nothing is looked up', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user({ username: 'ann' });
  rig.queue = { running: 'somebody', waiting: [] };
  rig.discord.slash(rig.discord.dm(user), user, 'forget', { sure: true });
  expect(await rig.received()).toMatchObject({ command: { name: 'forget' } });
  expect(rig.discord.calls('GET', '/guilds/:guild/members/:user')).toEqual([]);
});

it('in a channel, where everybody has a chat of their own, nobody needs a moderator', async () => {
  const rig = await AdapterRig.start();
  const { channel, user: ann } = somewhere(rig.discord);
  const bob = rig.discord.user({ username: 'bob' });
  rig.discord.says(channel, ann, `<@${rig.discord.bot.id}> make a clip`);
  await rig.received();
  rig.queue = { running: ann.id, waiting: [] };
  rig.discord.slash(channel, bob, 'language', { language: 'zh-Hans' });
  expect(await rig.received(2)).toMatchObject({ chat: `discord:${channel.id}@${bob.id}`, userId: bob.id });
  rig.discord.slash(channel, bob, 'forget', { sure: true });
  expect(await rig.received(3)).toMatchObject({ chat: `discord:${channel.id}@${bob.id}` });
  expect(rig.discord.shown(channel).filter(({ content }) => content.includes('/language here'))).toEqual([]);
});

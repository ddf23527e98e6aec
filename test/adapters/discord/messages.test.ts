import { expect, it } from 'vitest';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { AdapterRig, somewhere } from './rig.ts';

const photo = (name = 'beach.jpg') => ({ name, bytes: Buffer.from('photo'), content_type: 'image/jpeg' });

it('a DM is a message with its text and files', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user({ username: 'ann' });
  const channel = rig.discord.dm(user);
  const sent = rig.discord.says(channel, user, {
    content: 'make a clip',
    attachments: [photo('a.jpg'), photo('b.jpg')],
  });
  const message = await rig.received();
  expect(message).toMatchObject({
    id: sent.id,
    chat: `discord:${channel.id}`,
    userId: user.id,
    text: 'make a clip',
    attachments: [
      { name: 'a.jpg', declaredBytes: 5 },
      { name: 'b.jpg', declaredBytes: 5 },
    ],
  });
});

it.each(['text', 'thread', 'forum post', 'voice'] as const)('a mention is received in a %s', async (type) => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord, type);
  rig.discord.says(channel, user, { content: `<@${rig.discord.bot.id}> zoom in slowly`, attachments: [photo()] });
  const message = await rig.received();
  const shared = type === 'thread' || type === 'forum post';
  const chat = `discord:${channel.id}${shared ? '' : `@${user.id}`}`;
  expect(message).toMatchObject({ chat, text: 'zoom in slowly' });
  expect(message.attachments.map(({ name }) => name)).toEqual(['beach.jpg']);
});

it('in a server’s channel only what addresses the bot is received', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const other = rig.discord.user({ username: 'bob' });
  rig.discord.says(channel, user, 'nothing for you');
  const byOther = rig.discord.says(channel, user, 'a question to bob');
  rig.discord.says(channel, other, { content: 'an answer to ann', reply_to: byOther });
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> hello <@${other.id}>`);
  expect(await rig.received()).toMatchObject({ text: 'hello @bob' });
  expect(rig.accepted).toHaveLength(1);
});

it('a reply to a result says which one', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  const result = await rig.replies(await rig.received(), { text: 'Here it is.' });
  rig.discord.says(channel, user, { content: 'make it shorter', reply_to: { id: result } });
  expect(await rig.received(2)).toMatchObject({ text: 'make it shorter', repliesTo: result });
});

it('a reply that does not mention the bot cannot be read, and the bot says so', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  const result = await rig.replies(await rig.received(), { text: 'Here it is.' });
  const reply = rig.discord.says(channel, user, { content: 'shorter', reply_to: { id: result }, mention: false });
  const hint = await rig.discord.appears(channel, ({ content }) => content.startsWith('I can’t read that'));
  expect(hint).toMatchObject({ repliesTo: reply.id, pings: [] });
  expect(rig.accepted).toHaveLength(1);
});

it('a forwarded message brings its files', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const original = rig.discord.says(channel, user, { content: 'look', attachments: [photo('far.jpg')] });
  rig.discord.says(rig.discord.dm(user), user, { forwards: original });
  expect((await rig.received()).attachments.map(({ name }) => name)).toEqual(['far.jpg']);
});

it('a link to a picture comes along as one; other links do not', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user();
  const text = 'use https://example.com/a%20b.JPG?w=100, like on https://example.com/page.';
  rig.discord.says(rig.discord.dm(user), user, text);
  const { attachments } = await rig.received();
  expect(attachments).toEqual([
    { name: 'a b.JPG', ref: 'https://example.com/a%20b.JPG?w=100', url: 'https://example.com/a%20b.JPG?w=100' },
  ]);
});

it('an edit is passed on as a whole message', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const message = rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clib`);
  await rig.received();
  rig.discord.edits(message, `<@${rig.discord.bot.id}> make a clip`);
  await rig.discord.until(() => rig.amended.length > 0 || undefined);
  expect(rig.amended).toMatchObject([{ id: message.id, text: 'make a clip' }]);
});

it('a request that cannot be journaled is answered with the reason', async () => {
  const rig = await AdapterRig.start();
  rig.onAccept = async () => {
    throw new StoreUnavailableError('the disk is full');
  };
  const user = rig.discord.user();
  const sent = rig.discord.says(rig.discord.dm(user), user, 'make a clip');
  const told = await rig.discord.appears(rig.discord.dm(user), ({ content }) => /can’t write my notes/.test(content));
  expect(told.repliesTo).toBe(sent.id);
});

it('who writes while the bot stops is asked to try again', async () => {
  const rig = await AdapterRig.start();
  await rig.adapter.stop();
  const user = rig.discord.user();
  rig.discord.says(rig.discord.dm(user), user, '做一个视频');
  await rig.discord.appears(rig.discord.dm(user), ({ content }) => content === '🔄 我正在重启，请一分钟后再试。');
  expect(rig.accepted).toEqual([]);
});

it('a project gets a thread of its own where that is wanted', async () => {
  const rig = await AdapterRig.start({ adapter: { threadPerProject: true } });
  const { channel, user } = somewhere(rig.discord);
  const sent = rig.discord.says(channel, user, {
    content: `<@${rig.discord.bot.id}> our trip to the sea`,
    attachments: [photo()],
  });
  const message = await rig.received();
  expect(message.chat).toBe(`discord:${sent.id}`);
  expect(rig.discord.calls('POST', '/channels/:id/messages/:id/threads')[0]?.body).toMatchObject({
    name: 'our trip to the sea',
  });
  await rig.replies(message, { text: 'In the thread.' });
  expect(rig.discord.shown({ id: sent.id }).map(({ content }) => content)).toEqual([
    expect.stringMatching(/^This thread is for your video\./),
    'In the thread.',
  ]);
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> status`);
  expect((await rig.received(2)).chat).toBe(`discord:${channel.id}@${user.id}`);
});

it('without the permission for threads the channel has to do', async () => {
  const rig = await AdapterRig.start({ adapter: { threadPerProject: true } });
  const { channel, user } = somewhere(rig.discord);
  rig.discord.permissions(channel, { createPublicThreads: false });
  rig.discord.says(channel, user, { content: `<@${rig.discord.bot.id}> a clip`, attachments: [photo()] });
  expect((await rig.received()).chat).toBe(`discord:${channel.id}@${user.id}`);
});

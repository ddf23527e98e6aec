import { ChannelType, type Client } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { FakeChannel } from './index.ts';
import { discordForTest, loginForTest } from './real-bot.ts';

const code = (error: unknown) => (error as { code: unknown }).code;

async function sendable(client: Client, { id }: FakeChannel) {
  const channel = await client.channels.fetch(id);
  if (!channel?.isSendable() || channel.isDMBased()) throw new Error('no channel to write in');
  return channel;
}

describe('places', () => {
  it('are of all the kinds that people write in', async () => {
    const fake = await discordForTest();
    const guild = fake.guild();
    const text = fake.channel(guild);
    const [thread, post] = [
      fake.channel(guild, { type: 'thread', parent: text }),
      fake.channel(guild, { type: 'forum post' }),
    ];
    const voice = fake.channel(guild, { type: 'voice' });
    const client = await loginForTest(fake);
    const kinds = [];
    for (const each of [text, thread, post, voice]) {
      const channel = await sendable(client, each);
      await channel.send('here');
      kinds.push(channel.isThread() ? [channel.type, channel.parent?.type] : [channel.type]);
      expect(fake.shown(each).map((message) => message.content)).toEqual(['here']);
    }
    expect(kinds).toEqual([
      [ChannelType.GuildText],
      [ChannelType.PublicThread, ChannelType.GuildText],
      [ChannelType.PublicThread, ChannelType.GuildForum],
      [ChannelType.GuildVoice],
    ]);
    const forum = `/channels/${post.parent?.id}/messages` as const;
    expect(await client.rest.post(forum, { body: { content: 'x' } }).catch(code)).toBe(50008);
  });

  it('get threads from the bot, one per message', async () => {
    const fake = await discordForTest();
    const channel = fake.channel(fake.guild());
    const client = await loginForTest(fake);
    const there = await sendable(client, channel);
    const message = await there.send('a project');
    const thread = await message.startThread({ name: 'Project' });
    expect([thread.id, thread.parentId, thread.name]).toEqual([message.id, channel.id, 'Project']);
    await thread.send('inside');
    expect(fake.shown(thread).map((each) => each.content)).toEqual(['inside']);
    const again = client.rest.post(`/channels/${channel.id}/messages/${message.id}/threads`, { body: { name: 'x' } });
    expect(await again.catch(code)).toBe(160004);
    fake.permissions(channel, { createPublicThreads: false });
    expect(await (await there.send('b')).startThread({ name: 'x' }).catch(code)).toBe(50013);
  });

  it('wake an archived thread by writing, unless it is locked', async () => {
    const fake = await discordForTest();
    const thread = fake.channel(fake.guild(), { type: 'thread' });
    const client = await loginForTest(fake);
    const there = await sendable(client, thread);
    fake.archives(thread);
    await there.send('hello');
    expect(thread.archived).toBe(false);
    fake.archives(thread, true);
    expect(await there.send('hello').catch(code)).toBe(50083);
  });

  it('let the bot type, react, look back and delete its own', async () => {
    const fake = await discordForTest();
    const channel = fake.channel(fake.guild());
    const client = await loginForTest(fake);
    const there = await sendable(client, channel);
    const asked = fake.says(channel, fake.user(), `<@${fake.bot.id}> hi`);
    await there.sendTyping();
    await client.rest.put(`/channels/${channel.id}/messages/${asked.id}/reactions/%E2%9C%85/@me`);
    expect(asked.reactions).toEqual(['✅']);
    const own = await there.send('hello');
    const page = await there.messages.fetch({ limit: 10 });
    expect(page.map((each) => each.content)).toEqual(['hello', `<@${fake.bot.id}> hi`]);
    expect((await there.messages.fetch({ limit: 10, before: own.id })).map((each) => each.id)).toEqual([asked.id]);
    await own.delete();
    expect(fake.shown(channel).map((each) => each.id)).toEqual([asked.id]);
    expect(fake.calls('POST', '/channels/:id/typing')).toHaveLength(1);
    fake.permissions(channel, { readMessageHistory: false });
    const reply = there.send({ content: 'x', reply: { messageReference: asked.id } });
    expect(await reply.catch(code)).toBe(160002);
  });

  it('keep every request with its body and its files', async () => {
    const fake = await discordForTest({ token: 'secret' });
    const channel = fake.channel(fake.guild());
    const client = await loginForTest(fake);
    const there = await sendable(client, channel);
    const bytes = Buffer.from([0, 13, 10, 13, 10, 45, 45, 255]);
    await there.send({ content: 'é', files: [{ attachment: bytes, name: '视频.mp4', description: 'a video' }] });
    const call = await fake.called('POST', '/channels/:id/messages');
    expect(call.params).toEqual({ channel: channel.id });
    expect(call.body).toMatchObject({ content: 'é', attachments: [{ id: '0', description: 'a video' }] });
    expect(call.files).toMatchObject([{ index: 0, name: '视频.mp4', bytes }]);
    expect(call.headers.authorization).toBe('Bot secret');
    expect(fake.shown(channel)[0]?.files[0]?.bytes.equals(bytes)).toBe(true);
  });
});

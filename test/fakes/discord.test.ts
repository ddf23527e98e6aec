import { FakeClock } from '@reelay/async/fake-clock';
import { Events, type Message, MessageFlags, RESTJSONErrorCodes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { FakeDiscord } from './discord/index.ts';
import { discordForTest, loginForTest } from './discord/real-bot.ts';

const bytes = (text: string) => Buffer.from(text);

/** A server with a channel, a person, and the bot logged in. */
async function place(fake: FakeDiscord) {
  const guild = fake.guild({ name: 'Test' });
  const channel = fake.channel(guild);
  const ann = fake.user({ username: 'ann', locale: 'zh-CN' });
  const client = await loginForTest(fake);
  const there = await client.channels.fetch(channel.id);
  if (!there?.isSendable() || there.isDMBased()) throw new Error('no channel');
  return { guild, channel, ann, client, there };
}

const nextMessage = (client: { once(event: Events.MessageCreate, run: (message: Message) => void): unknown }) =>
  new Promise<Message>((resolve) => client.once(Events.MessageCreate, resolve));

describe('a bot on discord.js', () => {
  it('logs in, is told its servers, receives a message and answers with a file', async () => {
    const fake = await discordForTest();
    const { guild, channel, ann, client } = await place(fake);
    expect(client.user.username).toBe('reelay');
    expect(client.guilds.cache.get(guild.id)?.name).toBe('Test');
    client.once(Events.MessageCreate, async (message) => {
      const file = { attachment: bytes('abc'), name: 'a.mp4' };
      await message.reply({ content: `got ${message.attachments.first()?.name}`, files: [file] });
    });
    const photo = { name: 'p.jpg', bytes: bytes('jpeg'), content_type: 'image/jpeg' };
    const asked = fake.says(channel, ann, { content: `<@${fake.bot.id}> hi`, attachments: [photo] });
    const answer = await fake.appears(channel, (each) => each.authorId === fake.bot.id);
    expect(answer).toMatchObject({ content: 'got p.jpg', repliesTo: asked.id, pings: [ann.id] });
    expect(answer.files).toEqual([{ name: 'a.mp4', bytes: bytes('abc'), contentType: 'video/mp4' }]);
  });

  it('defers a slash command and edits the answer, which one person alone sees', async () => {
    const fake = await discordForTest();
    const { channel, ann, client } = await place(fake);
    await client.application.commands.set([{ name: 'help', description: 'Shows help' }]);
    client.on(Events.InteractionCreate, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply(`${interaction.user.username}, ${interaction.locale}`);
    });
    const help = fake.slash(channel, ann, 'help');
    expect(await help.acknowledged).toEqual({ type: 5, ephemeral: true });
    expect((await help.reply()).content).toBe('ann, zh-CN');
    expect(fake.shown(channel)).toEqual([]);
    expect(fake.shown(channel, fake.user({ username: 'bob' }))).toEqual([]);
    expect(fake.shown(channel, ann).map((each) => each.content)).toEqual(['ann, zh-CN']);
  });

  it('is refused with a wrong token', async () => {
    const fake = await discordForTest();
    Object.assign(fake, { token: 'another' });
    await expect(loginForTest(fake)).rejects.toThrow('An invalid token was provided.');
  });
});

describe('what the bot sees of messages', () => {
  it('has no content unless it was said to the bot', async () => {
    const fake = await discordForTest();
    const { channel, ann, client } = await place(fake);
    const photo = { name: 'p.jpg', bytes: bytes('jpeg') };
    let seen = nextMessage(client);
    fake.says(channel, ann, { content: 'among us', attachments: [photo] });
    expect([(await seen).content, (await seen).attachments.size]).toEqual(['', 0]);
    seen = nextMessage(client);
    fake.says(channel, ann, { content: `<@${fake.bot.id}> to you`, attachments: [photo] });
    expect([(await seen).content, (await seen).attachments.size]).toEqual([`<@${fake.bot.id}> to you`, 1]);
    seen = nextMessage(client);
    fake.says(fake.dm(ann), ann, 'in private');
    expect([(await seen).content, (await seen).channel.isDMBased()]).toEqual(['in private', true]);
  });

  it('counts a reply as said to the bot when it mentions it', async () => {
    const fake = await discordForTest();
    const { channel, ann, client, there } = await place(fake);
    const own = await there.send('hello');
    let seen = nextMessage(client);
    fake.says(channel, ann, { content: 'quietly', reply_to: own, mention: false });
    expect((await seen).content).toBe('');
    seen = nextMessage(client);
    fake.says(channel, ann, { content: 'aloud', reply_to: own });
    expect((await seen).content).toBe('aloud');
    expect((await seen).reference?.messageId).toBe(own.id);
  });

  it('shows what a forwarded message holds', async () => {
    const fake = await discordForTest();
    const { ann, client } = await place(fake);
    const dm = fake.dm(ann);
    let seen = nextMessage(client);
    const first = fake.says(dm, ann, { content: 'look', attachments: [{ name: 'p.jpg', bytes: bytes('jpeg') }] });
    await seen;
    seen = nextMessage(client);
    fake.says(dm, ann, { forwards: first });
    const snapshot = (await seen).messageSnapshots.first();
    expect([snapshot?.content, snapshot?.attachments.first()?.name]).toEqual(['look', 'p.jpg']);
  });

  it('gives addresses of files that end after a day and are renewed by fetching the message', async () => {
    const clock = new FakeClock();
    const fake = await discordForTest({ clock });
    const { ann, client } = await place(fake);
    const seen = nextMessage(client);
    fake.says(fake.dm(ann), ann, {
      attachments: [{ name: 'p q.jpg', bytes: bytes('jpeg'), content_type: 'image/jpeg' }],
    });
    const message = await seen;
    const url = message.attachments.first()?.url ?? '';
    const got = await fetch(url);
    expect([got.status, got.headers.get('content-type'), await got.text()]).toEqual([200, 'image/jpeg', 'jpeg']);
    expect((await fetch(url.replace('hm=', 'hm=0'))).status).toBe(404);
    await clock.advance(24 * 3600 * 1000);
    expect((await fetch(url)).status).toBe(404);
    const fresh = (await message.fetch(true)).attachments.first()?.url ?? '';
    expect((await fetch(fresh)).status).toBe(200);
    fake.expireLinks();
    expect((await fetch(fresh)).status).toBe(404);
    const renewed = await client.rest.post('/attachments/refresh-urls', { body: { attachment_urls: [url] } });
    const [{ refreshed }] = (renewed as { refreshed_urls: [{ refreshed: string }] }).refreshed_urls;
    expect(await (await fetch(refreshed)).text()).toBe('jpeg');
  });
});

describe('what the bot may send', () => {
  const code = (error: unknown) => (error as { code: unknown }).code;

  it('refuses by the permissions of the channel, and a thread by those of its parent', async () => {
    const fake = await discordForTest();
    const { guild, channel, there, client } = await place(fake);
    const thread = fake.channel(guild, { type: 'thread', parent: channel });
    const file = { attachment: bytes('abc'), name: 'a.txt' };
    fake.permissions(channel, { attachFiles: false, sendInThreads: false });
    await there.send('text');
    expect(await there.send({ files: [file] }).catch(code)).toBe(RESTJSONErrorCodes.MissingPermissions);
    const inThread = await client.channels.fetch(thread.id);
    expect(await (inThread?.isSendable() ? inThread.send('x') : undefined)?.catch(code)).toBe(50013);
    expect(there.permissionsFor(client.user)?.has('AttachFiles')).toBe(false);
    fake.permissions(channel, { viewChannel: false });
    expect(await there.send('text').catch(code)).toBe(RESTJSONErrorCodes.MissingAccess);
    fake.permissions(channel, { viewChannel: true, attachFiles: true });
    await there.send({ files: [file] });
    expect(fake.shown(channel).map((each) => each.files.length)).toEqual([0, 1]);
  });

  it('refuses files over the limit whole, with 40005', async () => {
    const fake = await discordForTest();
    const small = fake.guild({ uploadLimit: 3 });
    const channel = fake.channel(small);
    const client = await loginForTest(fake);
    const there = await client.channels.fetch(channel.id);
    if (!there?.isSendable()) throw new Error('no channel');
    const sent = there.send({ content: 'a video', files: [{ attachment: bytes('1234'), name: 'a.mp4' }] });
    await expect(sent).rejects.toMatchObject({ status: 413, code: 40005 });
    await there.send({ content: 'a video', files: [{ attachment: bytes('123'), name: 'a.mp4' }] });
    expect(fake.shown(channel).map((each) => each.files[0]?.bytes.toString())).toEqual(['123']);
  });

  it.each([
    ['content', { content: 'x'.repeat(2001) }],
    ['nonce', { content: 'x', nonce: 'x'.repeat(26) }],
    ['components', { content: 'x', components: [row(6)] }],
    ['components', { content: 'x', components: [row(1, 'x'.repeat(101))] }],
    ['components', { content: 'x', components: [row(1, 'same'), row(1, 'same')] }],
    ['embeds', { embeds: [{ description: 'x'.repeat(4097) }] }],
    ['message_reference', { content: 'x', message_reference: { message_id: '100000000000000001' } }],
  ])('refuses a wrong %s with 50035 and says where', async (where, body) => {
    const fake = await discordForTest();
    const { channel, client } = await place(fake);
    const sent = client.rest.post(`/channels/${channel.id}/messages`, { body });
    await expect(sent).rejects.toMatchObject({ status: 400, code: 50035, rawError: { errors: { [where]: {} } } });
    expect(fake.shown(channel)).toEqual([]);
  });

  it('takes five buttons with long ids, and rings only whom it may', async () => {
    const fake = await discordForTest();
    const { channel, ann, there } = await place(fake);
    const content = `@everyone <@${ann.id}> <@&${channel.id}>`;
    await there.send({ content, components: [row(5, 'x'.repeat(99))], allowedMentions: { parse: [] } });
    await there.send({ content, allowedMentions: { users: [ann.id] } });
    await there.send({ content });
    const shown = fake.shown(channel);
    expect(shown[0]?.buttons.map((each) => each.label)).toEqual(['b0', 'b1', 'b2', 'b3', 'b4']);
    expect(shown.map((each) => each.pings)).toEqual([[], [ann.id], [ann.id, channel.id, 'everyone']]);
  });

  it('posts once what carries the same enforced nonce, for a few minutes', async () => {
    const clock = new FakeClock();
    const fake = await discordForTest({ clock });
    const { channel, there } = await place(fake);
    const once = { content: 'result', nonce: 'key-1', enforceNonce: true };
    const first = await there.send(once);
    expect((await there.send({ ...once, content: 'again' })).id).toBe(first.id);
    await there.send({ ...once, nonce: 'key-2' });
    await there.send({ content: 'not enforced', nonce: 'key-1' });
    expect(fake.shown(channel).map((each) => each.content)).toEqual(['result', 'result', 'not enforced']);
    await clock.advance(6 * 60_000);
    expect((await there.send(once)).id).not.toBe(first.id);
  });

  it('knows what is gone', async () => {
    const fake = await discordForTest();
    const { channel, ann, there, client } = await place(fake);
    const own = await there.send('one');
    const strange = fake.says(channel, ann, 'mine');
    expect(await there.messages.edit(strange.id, 'yours').catch(code)).toBe(50005);
    fake.deletes(own);
    expect(await own.edit('two').catch(code)).toBe(RESTJSONErrorCodes.UnknownMessage);
    fake.blocks(ann);
    expect(await client.users.send(ann.id, 'hello').catch(code)).toBe(50007);
    fake.deletesChannel(channel);
    const path = `/channels/${channel.id}/messages` as const;
    expect(await client.rest.post(path, { body: { content: 'x' } }).catch(code)).toBe(10003);
  });
});

/** A row of buttons. */
function row(count: number, id = 'id') {
  const button = (index: number) => ({ type: 2, style: 2, label: `b${index}`, custom_id: `${id}${index || ''}` });
  return { type: 1, components: Array.from({ length: count }, (_, index) => button(index)) };
}

import { expect, it } from 'vitest';
import { AdapterRig, somewhere } from './rig.ts';

const back = (rig: AdapterRig) => rig.discord.until(() => rig.discord.gateway.connected);
const texts = (rig: AdapterRig) => rig.accepted.map(({ text }) => text);

it('what was said in a DM while no process ran is received by the next one, once and in order', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  rig.discord.says(channel, user, 'make a clip');
  await rig.received();
  await rig.adapter.close();
  rig.discord.says(channel, user, 'make it slower');
  await rig.clock.jump(60_000);
  rig.discord.says(channel, user, 'and blue');
  await rig.restart();
  await rig.received(3);
  expect(texts(rig)).toEqual(['make a clip', 'make it slower', 'and blue']);
  await rig.restart();
  rig.discord.says(channel, user, 'the next one');
  await rig.received(4);
  expect(texts(rig)).toHaveLength(4);
});

it('of a channel and a thread, what mentions the bot is received; what others said is not', async () => {
  const rig = await AdapterRig.start();
  const { guild, channel, user } = somewhere(rig.discord);
  const thread = rig.discord.channel(guild, { type: 'thread' });
  const bot = `<@${rig.discord.bot.id}>`;
  rig.discord.says(channel, user, `${bot} one`);
  rig.discord.says(thread, user, `${bot} two`);
  await rig.received(2);
  await rig.adapter.close();
  rig.discord.says(channel, user, 'nothing for the bot');
  const said = rig.discord.says(channel, user, `${bot} three`);
  rig.discord.says(thread, user, `${bot} four`);
  await rig.restart();
  await rig.received(4);
  expect(texts(rig).sort()).toEqual(['four', 'one', 'three', 'two']);
  expect(rig.accepted.find(({ text }) => text === 'three')).toMatchObject({
    id: said.id,
    chat: `discord:${channel.id}@${user.id}`,
    shared: { community: `discord:${guild.id}` },
  });
  expect(rig.accepted.find(({ text }) => text === 'four')?.chat).toBe(`discord:${thread.id}`);
});

it('a session that had to be begun anew lost nothing', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  rig.discord.says(channel, user, 'before');
  await rig.received();
  await rig.clock.jump(1000);
  rig.discord.invalidSession(false);
  rig.discord.says(channel, user, 'meanwhile');
  await rig.discord.until(() => rig.discord.gateway.identifies.length === 2);
  await back(rig);
  await rig.received(2);
  rig.discord.says(channel, user, 'after');
  await rig.received(3);
  expect(texts(rig)).toEqual(['before', 'meanwhile', 'after']);
});

it('what was said more than a day ago is left, and a channel that may not be read any more is forgotten', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user();
  const dm = rig.discord.dm(user);
  const { channel } = somewhere(rig.discord);
  rig.discord.says(dm, user, 'before');
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> here`);
  await rig.received(2);
  await rig.adapter.close();
  rig.discord.says(dm, user, 'too old');
  await rig.clock.jump(25 * 3_600_000);
  rig.discord.says(dm, user, 'fresh');
  rig.discord.permissions(channel, { readMessageHistory: false });
  await rig.restart();
  await rig.received(3);
  expect(texts(rig)).toEqual(['before', 'here', 'fresh']);
  await expect.poll(() => rig.keysOf('discord-seen')).toEqual([dm.id]);
});

it('words and a photo that were sent together are one request then too', async () => {
  const rig = await AdapterRig.start({ adapter: { joinWithinMs: 1200 } });
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  rig.discord.says(channel, user, '/status');
  await rig.received();
  await rig.adapter.close();
  rig.discord.says(channel, user, 'make it move');
  const file = { name: 'sea.jpg', bytes: Buffer.from('sea'), content_type: 'image/jpeg' };
  rig.discord.says(channel, user, { attachments: [file] });
  await rig.restart();
  expect(await rig.received(2)).toMatchObject({ text: 'make it move', attachments: [{ name: 'sea.jpg' }] });
});

it('after /forget nothing is known of the conversation', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  rig.discord.says(channel, user, 'make a clip');
  const { chat } = await rig.received();
  await expect.poll(() => rig.keysOf('discord-seen')).toEqual([channel.id]);
  await rig.adapter.forget(chat);
  expect(await rig.keysOf('discord-seen')).toEqual([]);
});

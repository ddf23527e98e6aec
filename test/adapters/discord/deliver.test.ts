import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ChatGoneError, FileRefusedError, type IncomingMessage, type VideoFile } from '../../../src/core/chat.ts';
import { AdapterRig, somewhere } from './rig.ts';

const MIB = 1024 * 1024;
const CREATE = '/channels/:id/messages';

async function video(bytes: number): Promise<VideoFile> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-discord-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'clip.mp4');
  await writeFile(path, Buffer.alloc(bytes, 'mp4'));
  return { path, name: 'clip.mp4', bytes, width: 320, height: 180, durationMs: 1000 };
}

/** A request of ann by a mention in a channel. */
async function mentioned(rig: AdapterRig, premium_tier = 0) {
  const guild = rig.discord.guild({ premium_tier });
  const channel = rig.discord.channel(guild);
  const user = rig.discord.user({ username: 'ann' });
  const said = rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  return { guild, channel, user, said, message: await rig.received() };
}

async function askedInDm(rig: AdapterRig) {
  const user = rig.discord.user({ username: 'ann' });
  const channel = rig.discord.dm(user);
  rig.discord.says(channel, user, 'make a clip');
  return { channel, user, message: await rig.received() };
}

it('a result replies to the request, notifies nobody, and shows markup as text', async () => {
  const rig = await AdapterRig.start();
  const { channel, said, user, message } = await mentioned(rig);
  const text = `# *Done* for @everyone and <@${user.id}>: see https://x.example/a_b_c?d=*e*`;
  const ref = await rig.replies(message, { text });
  const shown = rig.discord.shown(channel).find(({ id }) => id === ref);
  expect(shown).toMatchObject({ repliesTo: said.id, pings: [] });
  expect(shown?.content).toBe(
    `\\# \\*Done\\* for @\u2060everyone and \\<@${user.id}>: see https://x.example/a_b_c?d=*e*`,
  );
});

it('the video arrives byte for byte, read from the disk piece by piece', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig);
  const file = await video(3 * MIB);
  const ref = await rig.replies(message, { text: '✅ Video ready', video: file });
  const shown = rig.discord.shown(channel).find(({ id }) => id === ref);
  expect(shown?.files.map(({ name }) => name)).toEqual(['clip.mp4']);
  expect(shown?.files[0]?.bytes.equals(Buffer.alloc(3 * MIB, 'mp4'))).toBe(true);
});

it('a result whose answer got lost is there once', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig);
  rig.discord.fail(`POST ${CREATE}`, { lost: 'after' });
  const sending = rig.replies(message, { text: 'Done.' });
  await rig.discord.called('POST', CREATE);
  await rig.clock.jump(1000);
  const ref = await sending;
  expect(rig.discord.calls('POST', CREATE)).toHaveLength(2);
  expect(rig.discord.shown(channel).filter(({ content }) => content === 'Done.')).toMatchObject([{ id: ref }]);
});

it('a result waits out rate limits and outlives a Discord that fails', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig);
  rig.discord.limit(`POST ${CREATE}`, { times: 2, retryAfter: 0.05 });
  rig.discord.fail(`POST ${CREATE}`, { status: 503, times: 2 });
  const sending = rig.replies(message, { text: 'Done.' });
  let sent = false;
  void sending.then(() => {
    sent = true;
  });
  while (!sent) {
    await rig.clock.jump(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(rig.discord.shown(channel).filter(({ content }) => content === 'Done.')).toHaveLength(1);
});

it('a stop ends the waiting for a rate limit', async () => {
  const rig = await AdapterRig.start();
  const { message } = await mentioned(rig);
  rig.discord.limit(`POST ${CREATE}`, { retryAfter: 3600 });
  const stopping = new AbortController();
  const sending = rig.replies(message, { text: 'Done.' }, stopping.signal);
  await rig.discord.called('POST', CREATE);
  stopping.abort(new Error('stopped'));
  await expect(sending).rejects.toThrow('stopped');
});

it('a long text comes in pieces, in order, the buttons with the last one', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig);
  const text = Array.from({ length: 700 }, (_, index) => `line ${index}`).join('\n');
  await rig.replies(message, { text, next: [{ name: 'export', label: 'Export' }] });
  const pieces = rig.discord.shown(channel).slice(1);
  expect(pieces.map(({ content }) => content).join('\n')).toBe(text);
  expect(pieces.map(({ buttons }) => buttons.length)).toEqual([0, 0, 0, 1]);
});

it.each([
  [0, 10 * MIB],
  [2, 50 * MIB],
  [3, 100 * MIB],
])('a server of boost tier %i takes files of %i bytes', async (tier, bytes) => {
  const rig = await AdapterRig.start();
  const { message } = await mentioned(rig, tier);
  const busy = new AbortController();
  const shown = rig.adapter.showBusy(message.chat, busy.signal);
  await rig.discord.called('POST', '/channels/:id/typing');
  expect(rig.adapter.limits(message.chat).maxFileBytes).toBe(bytes);
  busy.abort();
  await shown;
});

it('a file over the limit is not even tried', async () => {
  const rig = await AdapterRig.start();
  const { message } = await mentioned(rig);
  const file = await video(10 * MIB + 1);
  await expect(rig.replies(message, { text: 'x', video: file })).rejects.toBeInstanceOf(FileRefusedError);
  expect(rig.discord.calls('POST', CREATE)).toEqual([]);
});

it('a file that Discord refuses for its size is a FileRefusedError', async () => {
  const rig = await AdapterRig.start();
  const { guild, message } = await mentioned(rig);
  guild.uploadLimit = 1000;
  const file = await video(2000);
  await expect(rig.replies(message, { text: 'x', video: file })).rejects.toBeInstanceOf(FileRefusedError);
});

it('what only the caller’s own limit allows goes as an answer to the command', async () => {
  const rig = await AdapterRig.start();
  const { guild, channel, user } = somewhere(rig.discord);
  guild.uploadLimit = 12 * MIB;
  rig.discord.slash(channel, user, 'export');
  const message = await rig.received();
  expect(rig.adapter.limits(message.chat).maxFileBytes).toBe(12 * MIB);
  await rig.replies(message, { text: 'Here.', video: await video(11 * MIB) });
  expect(rig.discord.calls('POST', CREATE)).toEqual([]);
  expect(rig.discord.shown(channel).find(({ content }) => content === 'Here.')?.files[0]?.bytes.length).toBe(11 * MIB);
});

it('a private answer to a command is for the caller alone', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'edit', { prompt: 'shorter' });
  const message = await rig.received();
  await call.reply();
  await rig.replies(message, { text: '⚠️ The render failed.', private: true });
  expect(rig.discord.shown(channel).map(({ content }) => content)).toEqual(['📝 “shorter”']);
  expect(call.replies.map(({ content, ephemeral }) => [content, ephemeral])).toEqual([
    ['📝 “shorter”', false],
    ['⚠️ The render failed.', true],
  ]);
});

it('a private answer to a mention comes as a DM that says what it is about', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await mentioned(rig);
  await rig.replies(message, { text: '💳 Credits: 120', private: true });
  expect(rig.discord.shown(rig.discord.dm(user))).toMatchObject([
    { content: `About your request in <#${channel.id}>:\n💳 Credits: 120` },
  ]);
  expect(rig.discord.shown(channel)).toHaveLength(1);
});

it('who takes no DMs gets a private answer in the channel rather than none', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await mentioned(rig);
  rig.discord.blocks(user);
  await rig.replies(message, { text: '⚠️ The render failed.', private: true });
  expect(rig.discord.shown(channel).at(-1)?.content).toBe('⚠️ The render failed.');
  // But for what nobody else may read.
  await rig.replies(message, { text: '💳 Credits: 120', private: true, confidential: true });
  expect(rig.discord.shown(channel).at(-1)?.content).toMatch(/^📬 That answer is for you alone/);
});

it('without “Attach Files” the file is refused, and only the requester learns the permission once the link is there', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await mentioned(rig);
  rig.discord.permissions(channel, { attachFiles: false });
  await expect(rig.replies(message, { text: 'x', video: await video(1000) })).rejects.toBeInstanceOf(FileRefusedError);
  expect(rig.discord.shown(rig.discord.dm(user))).toEqual([]);
  await rig.replies(message, { text: 'Download it here.' });
  expect(rig.discord.shown(channel).at(-1)?.content).toBe('Download it here.');
  expect(rig.discord.shown(rig.discord.dm(user)).map(({ content }) => content)).toEqual([
    expect.stringMatching(/^⚠️ I can’t attach files in <#\d+>: the permission “Attach Files” is missing/),
  ]);
});

it.each([
  ['text', { sendMessages: false }, 'Send Messages'],
  ['forum post', { sendInThreads: false }, 'Send Messages in Threads'],
  ['text', { viewChannel: false }, 'View Channel'],
] as const)(
  'what may not be posted (%s, %j) reaches the asker with the permission’s name',
  async (type, rights, name) => {
    const rig = await AdapterRig.start();
    const { channel, user } = somewhere(rig.discord, type);
    rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
    const message = await rig.received();
    rig.discord.permissions(channel, rights);
    await rig.replies(message, { text: 'Done.', video: await video(10) }).catch((error: unknown) => {
      if (!(error instanceof FileRefusedError)) throw error;
      return rig.replies(message, { text: 'Done.' });
    });
    const dm = rig.discord.shown(rig.discord.dm(user)).at(-1)?.content;
    expect(dm).toContain(`the permission “${name}” is missing there`);
    expect(dm).toContain('Done.');
  },
);

it('without the message history an answer is posted without the reference', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig);
  rig.discord.permissions(channel, { readMessageHistory: false });
  await rig.replies(message, { text: 'Done.' });
  expect(rig.discord.shown(channel).at(-1)).toMatchObject({ content: 'Done.' });
});

it('a request that was deleted meanwhile is answered all the same', async () => {
  const rig = await AdapterRig.start();
  const { channel, said, message } = await mentioned(rig);
  rig.discord.deletes(said);
  await rig.replies(message, { text: 'Done.' });
  expect(rig.discord.shown(channel).map(({ content }) => content)).toEqual(['Done.']);
});

it.each([
  [
    'a deleted channel',
    async (rig: AdapterRig) => {
      const { channel, message } = await mentioned(rig);
      rig.discord.deletesChannel(channel);
      return message;
    },
  ],
  [
    'a person who blocked the bot',
    async (rig: AdapterRig) => {
      const { user, message } = await askedInDm(rig);
      rig.discord.blocks(user);
      return message;
    },
  ],
] as [string, (rig: AdapterRig) => Promise<IncomingMessage>][])('%s is a chat that is gone', async (_, leave) => {
  const rig = await AdapterRig.start();
  const message = await leave(rig);
  await expect(rig.replies(message, { text: 'Done.' })).rejects.toBeInstanceOf(ChatGoneError);
});

it('a result that comes after the token is over stands in the channel', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'edit', { prompt: 'shorter' });
  const message = await rig.received();
  const note = await call.reply();
  await rig.clock.jump(20 * 60_000);
  await rig.replies(message, { text: 'Done.', video: await video(1000) });
  expect(rig.discord.shown(channel).at(-1)).toMatchObject({
    content: `Done.\n-# For <@${user.id}>`,
    repliesTo: note.id,
  });
  await rig.replies(message, { text: '⚠️ Only for you.', private: true });
  expect(rig.discord.shown(rig.discord.dm(user)).at(-1)?.content).toContain('⚠️ Only for you.');
});

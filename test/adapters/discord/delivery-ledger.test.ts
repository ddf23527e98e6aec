import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { IncomingMessage, Reply, VideoFile } from '../../../src/core/chat.ts';
import { AdapterRig, somewhere } from './rig.ts';

const CREATE = '/channels/:id/messages';
const FOLLOW_UP = '/webhooks/:app/:token';
const HOUR_MS = 3_600_000;

async function mentioned(rig: AdapterRig, count = 1) {
  const { channel, user } = somewhere(rig.discord);
  for (let n = 1; n <= count; n++) {
    rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
    await rig.received(n);
  }
  return { channel, user, message: await rig.received() };
}

async function film(): Promise<VideoFile> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-discord-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'clip.mp4');
  await writeFile(path, 'a film');
  return { path, name: 'clip.mp4', bytes: 6, width: 320, height: 180, durationMs: 1000 };
}

/** A send whose process ends before the answer comes, and the next process, an hour later. */
async function killed(rig: AdapterRig, to: IncomingMessage, reply: Partial<Reply> & { text: string }, route: string) {
  const process = new AbortController();
  const sent = rig.replies(to, reply, process.signal);
  const ended = expect(sent).rejects.toThrow('killed');
  await rig.discord.called('POST', route);
  await expect.poll(() => rig.discord.calls('POST', route)[0]?.status, { timeout: 20_000 }).toBe(0);
  process.abort(new Error('killed'));
  await ended;
  await rig.restart();
  await rig.clock.jump(HOUR_MS);
}

/** Settles while the time moves on. */
async function settles<T>(rig: AdapterRig, work: Promise<T>): Promise<T> {
  let over = false;
  const settled = work.finally(() => {
    over = true;
  });
  settled.catch(() => {});
  while (!over) {
    await rig.clock.jump(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return settled;
}

it.each(['text', 'video'] as const)('a %s that got there before the process was killed is found', async (kind) => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig);
  const reply = { key: 'r1', text: '✅ Done_1', ...(kind === 'video' && { video: await film() }) };
  rig.discord.fail(`POST ${CREATE}`, { lost: 'after' });
  await killed(rig, message, reply, CREATE);
  const ref = await settles(rig, rig.replies(message, reply));
  expect(rig.discord.shown(channel).slice(1)).toMatchObject([
    { id: ref, content: expect.stringMatching(/^✅ Done\\_1(?:\n-# For <@\d+>)?$/), laidOut: kind === 'video' },
  ]);
  expect(rig.discord.calls('POST', CREATE)).toHaveLength(1);
});

it('one that did not get there is posted, though another one says the same', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig, 2);
  const other = await rig.received(2);
  const earlier = await rig.replies(other, { key: 'r0', text: 'Done.' });
  rig.discord.fail(`POST ${CREATE}`, { lost: 'before' });
  const process = new AbortController();
  const sent = expect(rig.replies(message, { key: 'r1', text: 'Done.' }, process.signal)).rejects.toThrow('killed');
  await expect.poll(() => rig.discord.calls('POST', CREATE)[1]?.status, { timeout: 20_000 }).toBe(0);
  process.abort(new Error('killed'));
  await sent;
  await rig.restart();
  await rig.clock.jump(HOUR_MS);
  const ref = await settles(rig, rig.replies(message, { key: 'r1', text: 'Done.' }));
  expect(ref).not.toBe(earlier);
  expect(rig.discord.shown(channel).filter(({ content }) => content === 'Done.')).toHaveLength(2);
});

it('one is found also when Discord was away for longer than it knows a nonce', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig);
  rig.discord.fail(`POST ${CREATE}`, { lost: 'after' });
  const sent = rig.replies(message, { text: 'Done.' });
  await expect.poll(() => rig.discord.calls('POST', CREATE)[0]?.status, { timeout: 20_000 }).toBe(0);
  rig.discord.fail(`POST ${CREATE}`, { lost: 'before', times: 3 });
  rig.discord.fail(`GET ${CREATE}`, { status: 503, times: 3 });
  await rig.clock.jump(10 * 60_000);
  await settles(rig, sent);
  expect(rig.discord.shown(channel).filter(({ content }) => content === 'Done.')).toHaveLength(1);
});

it('where the history may not be read it is posted again rather than lost', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig);
  rig.discord.permissions(channel, { readMessageHistory: false });
  rig.discord.fail(`POST ${CREATE}`, { lost: 'before' });
  await killed(rig, message, { key: 'r1', text: 'Done.' }, CREATE);
  await settles(rig, rig.replies(message, { key: 'r1', text: 'Done.' }));
  expect(rig.discord.shown(channel).at(-1)?.content).toBe('Done.');
});

it('of a long text the pieces that are there are not posted again', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig);
  const text = Array.from({ length: 700 }, (_, index) => `line ${index}`).join('\n');
  // After one piece Discord asks to wait, and the process ends waiting.
  rig.discord.limit(`POST ${CREATE}`, { bucket: 1, perSeconds: 1800 });
  const process = new AbortController();
  const sent = expect(rig.replies(message, { key: 'r1', text }, process.signal)).rejects.toThrow('killed');
  await expect.poll(() => rig.discord.shown(channel).length, { timeout: 20_000 }).toBe(2);
  process.abort(new Error('killed'));
  await sent;
  await rig.restart();
  await rig.clock.jump(HOUR_MS);
  rig.discord.limit(`POST ${CREATE}`, { bucket: 50, perSeconds: 1 });
  await settles(rig, rig.replies(message, { key: 'r1', text }));
  const pieces = rig.discord.shown(channel).slice(1);
  expect(pieces.map(({ content }) => content).join('\n')).toBe(text);
});

it('a reply that was answered for is not posted again by the next process', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await mentioned(rig);
  const ref = await rig.replies(message, { key: 'r1', text: 'Done.' });
  await rig.restart();
  await rig.clock.jump(HOUR_MS);
  expect(await rig.replies(message, { key: 'r1', text: 'Done.' })).toBe(ref);
  expect(rig.discord.shown(channel)).toHaveLength(2);
});

it('nor one that replaced “thinking”', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const call = rig.discord.slash(channel, user, 'status');
  const message = await rig.received();
  await rig.replies(message, { key: 'r1', text: 'Nothing is running.' });
  await rig.restart();
  await rig.replies(message, { key: 'r1', text: 'Nothing is running.' });
  expect(call.replies.map(({ content }) => content)).toEqual(['Nothing is running.']);
  expect(rig.discord.shown(channel).filter(({ ephemeral }) => !ephemeral)).toEqual([]);
});

it('an answer to a command that everybody sees is found in its channel', async () => {
  const rig = await AdapterRig.start();
  const { guild, channel, user } = somewhere(rig.discord);
  guild.uploadLimit = 20;
  rig.discord.slash(channel, user, 'export');
  const message = await rig.received();
  const video = { ...(await film()), bytes: 11 * 1024 * 1024 };
  const reply = { key: 'r1', text: 'Here.', video };
  guild.uploadLimit = 12 * 1024 * 1024;
  rig.discord.slash(channel, user, 'export');
  const again = await rig.received(2);
  rig.discord.fail(`POST ${FOLLOW_UP}`, { lost: 'after' });
  await killed(rig, again, reply, FOLLOW_UP);
  await settles(rig, rig.replies(again, reply));
  expect(message.chat).toBe(again.chat);
  expect(rig.discord.shown(channel).filter(({ content }) => content === 'Here.')).toHaveLength(1);
});

it('where the bot is no member nothing can be looked for: it comes again, as a DM, rather than never', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user({ username: 'ann' });
  const channel = rig.discord.channel(rig.discord.guild({ botIsMember: false }));
  rig.discord.slash(channel, user, 'edit', { prompt: 'slow zoom' });
  const message = await rig.received();
  rig.discord.fail(`POST ${FOLLOW_UP}`, { lost: 'before' });
  await killed(rig, message, { key: 'r1', text: 'Done.' }, FOLLOW_UP);
  await settles(rig, rig.replies(message, { key: 'r1', text: 'Done.' }));
  expect(rig.discord.shown(rig.discord.dm(user)).at(-1)?.content).toContain('Done.');
});

it('/forget erases what was kept of the chat, and is still answered', async () => {
  const rig = await AdapterRig.start();
  const { channel } = somewhere(rig.discord);
  const user = rig.discord.user({ moderator: true });
  const elsewhere = rig.discord.channel(rig.discord.guild());
  rig.discord.says(elsewhere, user, `<@${rig.discord.bot.id}> another chat`);
  const kept = await rig.received();
  const call = rig.discord.slash(channel, user, 'forget', { sure: true });
  const message = await rig.received(2);
  await rig.adapter.forget(message.chat);
  await rig.replies(message, { text: 'Forgotten.' });
  expect(call.replies.map(({ content }) => content)).toEqual(['Forgotten.']);
  await rig.restart();
  const asks = await rig.keysOf('discord-asks');
  expect(asks).toEqual([`${kept.chat}/${kept.id}`]);
  expect(await rig.keysOf('discord-places')).toEqual([kept.chat]);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileRefusedError, type NextStep, type VideoFile } from '../../../src/core/chat.ts';
import { AdapterRig, somewhere } from './rig.ts';

const CREATE = '/channels/:id/messages';
const CALLBACK = 'POST /interactions/:id/:token/callback';

let folder: string;
let video: VideoFile;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-discord-'));
  const path = join(folder, 'film.mp4');
  await writeFile(path, 'a film');
  video = { path, name: 'film.mp4', bytes: 6, width: 16, height: 9, durationMs: 1000 };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function asked(type: 'text' | 'thread' = 'text') {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord, type);
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  return { rig, channel, user, message: await rig.received() };
}

it.each([
  ['fails', { status: 500 }],
  ['is lost', { lost: 'before' }],
  ['arrives, and its answer is lost', { lost: 'after' }],
] as const)('an acknowledgement that %s is tried again, and nobody is left with “thinking”', async (_, script) => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  rig.discord.fail(CALLBACK, script);
  const call = rig.discord.slash(channel, user, 'status');
  const message = await rig.received();
  await rig.replies(message, { text: 'Nothing is running.', private: true });
  expect(await call.reply()).toMatchObject({ content: 'Nothing is running.', loading: false });
});

it.each([
  ['a harmful link', { status: 400, code: 240_000 }],
  ['AutoMod', { status: 400, code: 200_000 }],
  ['a form error', { status: 400, code: 50_035 }],
])('what %s refuses comes without its link, then without its buttons', async (_, script) => {
  const { rig, channel, message } = await asked();
  const next: NextStep[] = [{ name: 'rerun', label: 'Again' }];
  rig.discord.fail(`POST ${CREATE}`, script);
  await rig.replies(message, { text: 'Done.\nhttps://example.com/x', next });
  rig.discord.fail(`POST ${CREATE}`, { ...script, times: 2 });
  await rig.replies(message, { text: 'Done again.\nhttps://example.com/x', next });
  const shown = rig.discord.shown(channel).slice(-2);
  expect(shown.map(({ content, buttons }) => [content, buttons.length])).toEqual([
    ['Done.', 1],
    ['Done again.', 0],
  ]);
});

it('a file that Discord itself fails on is given up after three attempts, for the link', async () => {
  const { rig, channel, message } = await asked();
  rig.discord.fail(`POST ${CREATE}`, { status: 503, times: 3 });
  const refused = await rig.replies(message, { text: 'Ready', video }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(FileRefusedError);
  expect(refused).toMatchObject({ reason: 'content' });
  await rig.replies(message, { text: 'Download it here' });
  expect(rig.discord.shown(channel).at(-1)?.content).toBe('Download it here');
});

it('a result of a thread that was locked meanwhile comes in private, and says why', async () => {
  const { rig, channel, user, message } = await asked('thread');
  rig.discord.archives(channel, true);
  await rig.replies(message, { text: 'Video ready', video });
  const [told] = rig.discord.shown(rig.discord.dm(user));
  expect(told?.content).toBe(`⚠️ The thread <#${channel.id}> was closed, so my answer comes here:\nVideo ready`);
  expect(told?.files).toHaveLength(1);
});

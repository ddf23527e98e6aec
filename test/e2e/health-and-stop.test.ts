import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/index.ts';
import { adk, answer, type FakeNemo, ONE_CLIP_DRAFT, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';
import { type FakeTelegram, faults, startFakeTelegram, type TgChat, type TgUser } from '../fakes/telegram/index.ts';
import { tinyVideo } from '../fakes/tiny-video.ts';
import { type Launched, launch } from './run.ts';

/** The whole process has this long to stop, in ms. */
const STOP_MS = 10_000;
/** Patience with a machine that is busy with other tests, in ms. */
const PATIENCE = { timeout: 60_000, interval: 50 };

let folder: string;
let telegram: FakeTelegram;
let discord: FakeDiscord;
let nemo: FakeNemo;
let port: number;
let ann: TgUser;
let chat: TgChat;
const processes: Launched[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-stop-test-'));
  [telegram, discord, nemo] = await Promise.all([startFakeTelegram(), startFakeDiscord(), startFakeNemo()]);
  port = await freePort();
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  chat = telegram.dm(ann);
});
afterEach(async () => {
  for (const each of processes.splice(0)) await each.kill();
  await Promise.all([telegram.close(), discord.close(), nemo.close()]);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** A port below those that the system gives to whoever does not care, so that nobody gets it before our process does. */
async function freePort(): Promise<number> {
  for (;;) {
    const candidate = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(candidate, () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (free) return candidate;
  }
}

function startsProcess(): Launched {
  const launched = launch('src/main.ts', [], {
    cwd: folder,
    tmp: folder,
    env: {
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.url,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_ROOT: `${discord.url}/api`,
      NEMO_API_URL: nemo.url,
      NEMO_WEB_URL: nemo.url,
      HEALTH_PORT: String(port),
      RECOVERY_WAITS: '100ms,100ms',
      RENDER_POLL_EVERY: '100ms',
    },
  });
  processes.push(launched);
  return launched;
}

/** What `/ready` says: `ready`, or `part: reason` of each reason; `nothing` where nobody answers. */
async function ready(): Promise<string[]> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/ready`);
    const told = (await response.json()) as { status: string; reasons?: { part: string; reason: string }[] };
    return told.reasons?.map(({ part, reason }) => `${part}: ${reason}`) ?? [told.status];
  } catch {
    return ['nothing'];
  }
}

/** Tells the process to stop; resolves with how it ended, once it did in time. */
async function stops(launched: Launched, meanwhile = async () => {}): Promise<{ code: number | null; log: string }> {
  const begin = performance.now();
  launched.signal('SIGTERM');
  await meanwhile();
  const { code, stdout, stderr } = await launched.ended;
  expect(performance.now() - begin).toBeLessThan(STOP_MS);
  return { code, log: stdout + stderr };
}

async function asks(caption: string): Promise<void> {
  const photo = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c08040' } })
    .jpeg()
    .toBuffer();
  telegram.says(chat, ann, { photo, caption });
}

it('tells whether it is ready and why not, and a stop in the middle of a prompt leaves it to the next process', {
  timeout: 180_000,
}, async () => {
  // A stream that says something and then nothing any more.
  nemo.on(ROUTES.prompt, answer.sse([adk.text('Let me see.')], { hang: true }));
  const first = startsProcess();
  await expect.poll(ready, PATIENCE).toEqual(['ready']);

  discord.gateway.accepting = false;
  discord.dropGateway();
  await telegram.cutNetwork();
  await expect
    .poll(ready, PATIENCE)
    .toEqual(['telegram: Telegram cannot be reached', 'discord: Discord’s gateway is not connected']);
  discord.gateway.accepting = true;
  await telegram.restoreNetwork();
  await expect.poll(ready, PATIENCE).toEqual(['ready']);
  const live = await fetch(`http://127.0.0.1:${port}/live`);
  expect([live.status, await live.json()]).toEqual([200, { status: 'live' }]);

  await asks('animate it');
  await nemo.called(ROUTES.prompt);
  expect((await stops(first)).code).toBe(0);
  expect(await ready()).toEqual(['nothing']);

  nemo.state.draft = ONE_CLIP_DRAFT;
  const second = startsProcess();
  await telegram.seen(chat, ({ mine, text }) => mine && text.includes('Timeline'));
  expect(nemo.calls(ROUTES.prompt)).toHaveLength(1);
  expect((await stops(second)).code).toBe(0);
});

it('a stop while a video is on its way to a Telegram that hangs, and Discord is not even there, ends in time', {
  timeout: 180_000,
}, async () => {
  nemo.video = await tinyVideo();
  discord.gateway.welcomes = false;
  telegram.next('sendVideo', faults.hang());
  const first = startsProcess();
  await expect.poll(ready, PATIENCE).toEqual(['reelay: starting', 'discord: Discord’s gateway is not ready yet']);
  await asks('animate it and export the video');
  await telegram.called('sendVideo');
  const { code, log } = await stops(first, async () => {
    await expect.poll(ready, PATIENCE).toContain('reelay: stopping');
  });
  expect([code, log]).toEqual([0, expect.not.stringContaining('takes too long')]);

  discord.gateway.welcomes = true;
  const second = startsProcess();
  await telegram.seen(chat, ({ video }) => video !== undefined);
  await expect.poll(ready, PATIENCE).toEqual(['ready']);
  expect((await stops(second)).code).toBe(0);
  expect(nemo.renders.size).toBe(1);
  expect(telegram.history(chat).filter(({ video }) => video !== undefined)).toHaveLength(1);
});

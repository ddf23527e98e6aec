import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MediaFile, probeMedia } from '@reelay/media';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { startOnDiscord } from '../contract/discord.ts';
import { picture } from '../contract/pictures.ts';
import { startOnTelegram } from '../contract/telegram.ts';
import { webConversation } from '../contract/web.ts';
import { box, noisyFilm } from '../core/media/recordings.ts';
import { type FakeNemo, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';

// Encoding takes as long as it takes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const MB = 1_000_000;
let folder: string;
let film: Buffer;
let nemo: FakeNemo;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-arrived-'));
  await noisyFilm(join(folder, 'film.mp4'));
  film = await readFile(join(folder, 'film.mp4'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  nemo = await startFakeNemo();
});
afterEach(() => nemo.close());

/** The film with room in it that nothing needs, so that it is over a platform's limit. */
const padded = (bytes: number) => Buffer.concat([film, box('free', Buffer.alloc(bytes))]);

/** What the bytes that arrived hold, and whether the last frame can be decoded as well as the first. */
async function probed(bytes: Buffer | undefined) {
  const path = join(folder, 'arrived');
  await writeFile(path, bytes ?? '');
  const media = await probeMedia(path);
  await using file = await MediaFile.open(path);
  const seconds = Math.round(file.duration ?? 0);
  return { ...media, seconds, indexFirst: bytes !== undefined && isIndexFirst(bytes) };
}

/** Whether an MP4's index lies before its frames, so that it plays while it is fetched (ISO 14496-12, 4.2). */
function isIndexFirst(mp4: Buffer): boolean {
  for (let at = 0; at + 8 <= mp4.length; ) {
    const type = mp4.toString('latin1', at + 4, at + 8);
    if (type === 'moov' || type === 'mdat') return type === 'moov';
    at += Math.max(8, mp4.readUInt32BE(at));
  }
  return false;
}

const FITTED = {
  video: 'h264',
  audio: 'aac',
  width: 320,
  height: 240,
  seconds: 2,
  playsEverywhere: true,
  indexFirst: true,
};

it('on Telegram the file that arrives plays: fitted under 50 MB, a GIF as an animation, sound as audio', async () => {
  nemo.video = padded(53 * MB);
  const stage = await startOnTelegram(nemo);
  try {
    const { telegram } = stage;
    const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
    const chat = telegram.dm(ann);
    telegram.says(chat, ann, { photo: await picture('#cc3333'), caption: 'slow zoom' });
    const video = await telegram.seen(chat, (message) => message.video !== undefined);
    expect(await probed(video.video?.bytes)).toMatchObject(FITTED);
    expect(video.text).toContain('240p to fit this chat (50 MB)');
    nemo.video = film;
    telegram.says(chat, ann, { text: 'just the audio' });
    const sound = await telegram.seen(chat, (message) => message.audio !== undefined);
    expect(await probed(sound.audio?.bytes)).toMatchObject({ video: undefined, audio: 'aac', seconds: 2 });
    telegram.says(chat, ann, { text: 'export as a gif' });
    const gif = await telegram.seen(chat, (message) => message.animation !== undefined);
    expect(gif.animation?.bytes.subarray(0, 6).toString('latin1')).toBe('GIF89a');
    expect(gif.animation).toMatchObject({ width: 320, height: 240 });
  } finally {
    await stage.close();
  }
});

it('on Discord the file that arrives plays: fitted under the limit of the server', async () => {
  nemo.video = padded(11 * MB);
  const world = await startOnDiscord(nemo);
  try {
    const { discord } = world;
    const channel = discord.channel(discord.guild());
    const attachments = { image1: { name: '1.jpg', bytes: await picture('#cc3333') } };
    discord.slash(channel, discord.user({ username: 'ann' }), 'animate', { prompt: 'slow zoom' }, { attachments });
    const shown = await discord.appears(channel, ({ content }) => content.startsWith('✅ Video ready: 2 s'));
    expect(shown.files[0]?.bytes.length).toBeLessThan(10 * MB);
    expect(await probed(shown.files[0]?.bytes)).toMatchObject(FITTED);
    expect(nemo.calls(ROUTES.render)).toHaveLength(1);
  } finally {
    await world.close();
  }
});

it('on the page the file that arrives plays: what a browser cannot play is made into what it can', async () => {
  await noisyFilm(join(folder, 'vp9.mp4'), 'vp9');
  nemo.video = await readFile(join(folder, 'vp9.mp4'));
  const conversation = await webConversation(nemo);
  try {
    await conversation.says('slow zoom', [{ name: '1.jpg', bytes: await picture('#cc3333') }]);
    const { video, text } = await conversation.sees((shown) => shown.text.startsWith('✅ Video ready: 2 s'));
    expect(text).toContain('Converted to H.264, which plays everywhere');
    expect(await probed(nemo.video)).toMatchObject({ video: 'vp9', playsEverywhere: false });
    expect(await probed(video)).toMatchObject(FITTED);
  } finally {
    await conversation.close();
  }
});

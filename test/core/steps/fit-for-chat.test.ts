import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { probeVideo } from '../../../src/core/media/probe.ts';
import { noisyFilm } from '../media/recordings.ts';
import { Rig, type RigOptions } from '../rig/rig.ts';

let rig: Rig | undefined;
let large: Buffer;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-deliver-'));
  await noisyFilm(join(folder, 'film.mp4'));
  large = await readFile(join(folder, 'film.mp4'));
  await rm(folder, { recursive: true });
});
afterEach(() => rig?.close());

/** A chat that takes `limit` bytes, and a Nemo whose renders are larger. */
async function started(limit: number, options: RigOptions = {}): Promise<Rig> {
  rig = await Rig.start(options);
  rig.nemo.video = large;
  rig.chat.maxFileBytes = limit;
  await rig.says('', [await rig.photo()]);
  return rig;
}

test('a video over the chat’s limit arrives as a version that fits and plays, with the link to the whole', async () => {
  const { chat, folder, says } = await bound(await started(300_000));
  const text = (await says('animate it and then export')).at(-1);
  expect(text).toMatch(
    /^✅ Video ready: 2 s, 320×240, \d+ KB\n240p to fit this chat \(293 KB\) · full quality \(\d+ KB\): https:\/\/nemo\.example\/files\/\S+\.mp4\n🌐 /,
  );
  const sent = chat.sent.at(-1)?.video;
  expect(sent?.bytes.length).toBeLessThanOrEqual(300_000);
  const path = join(folder, 'arrived.mp4');
  await writeFile(path, sent?.bytes ?? '');
  const probed = await probeVideo(path, new AbortController().signal);
  expect(probed).toMatchObject({ width: 320, height: 240, hasAudio: true, playsEverywhere: true });
  expect(chat.progress.some((line) => line.startsWith('🎬 Fitting to 293 KB ▓'))).toBe(true);
});

test('people elsewhere get no link that only works on the bot’s machine', async () => {
  const { says } = await bound(await started(300_000, { publicUrl: '' }));
  const text = (await says('animate it and then export')).at(-1);
  expect(text).toContain('240p to fit this chat (293 KB)');
  expect(text).not.toContain('127.0.0.1');
  expect(text).not.toContain('full quality');
});

test('where no version is worth seeing and no link works, the sentence says what to do', async () => {
  const { says, chat } = await bound(await started(20_000, { publicUrl: '', webUrl: 'http://127.0.0.1:9' }));
  const text = (await says('animate it and then export')).at(-1);
  expect(text).toMatch(
    /^✅ Video ready\. At \d+ KB it is too big for this chat \(limit 20 KB\), and a version that fits/,
  );
  expect(chat.sent.at(-1)?.video).toBeUndefined();
});

test('a restart in the middle of fitting fits again and delivers once', async () => {
  const running = await started(300_000);
  await running.engine.accept(running.chat.message('animate it and then export'));
  await expect.poll(() => running.chat.progress.some((line) => line.includes('Fitting'))).toBe(true);
  await running.restart();
  await running.engine.recover();
  await running.engine.idle();
  expect(running.chat.sent.filter(({ video }) => video)).toHaveLength(1);
});

async function bound(running: Rig) {
  const { chat, folder } = running;
  return { chat, folder, says: (text: string) => running.says(text) };
}

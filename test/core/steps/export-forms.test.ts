import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probeMedia } from '@reelay/media';
import sharp from 'sharp';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ROUTES } from '../../fakes/nemo/index.ts';
import { noisyFilm } from '../media/recordings.ts';
import { gate, killedAt, snapshot } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

// Encoding takes as long as it takes on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let rig: Rig | undefined;
let film: Buffer;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-forms-'));
  await noisyFilm(join(folder, 'film.mp4'));
  film = await readFile(join(folder, 'film.mp4'));
  await rm(folder, { recursive: true });
});
afterEach(() => rig?.close());

async function started(limit = 50_000_000): Promise<Rig> {
  rig = await Rig.start();
  rig.nemo.video = film;
  rig.chat.maxFileBytes = limit;
  await rig.says('animate it', [await rig.photo()]);
  rig.chat.sent.length = 0;
  return rig;
}

/** What was posted last, and what it truly is. */
async function arrived(running: Rig) {
  const video = running.chat.sent.at(-1)?.video;
  if (!video) throw new Error('no file was posted');
  const path = join(running.folder, video.name);
  await writeFile(path, video.bytes);
  return { video, path };
}

/** Files that outlive a process. */
const keptFiles = (running: Rig) => readdir(join(running.folder, 'reelay-spool', 'kept')).catch(() => []);

test('an export is posted in the form that was asked for: GIF, sound, smaller, 720p', async () => {
  const running = await started();
  expect((await running.says('export as a gif')).at(-1)).toMatch(/^✅ GIF ready: 2 s, 320×240, \d\.\d MB\n🌐 /);
  const gif = await arrived(running);
  expect(gif.video.name).toMatch(/\.gif$/);
  expect(await sharp(gif.path).metadata()).toMatchObject({
    format: 'gif',
    width: 320,
    height: 240,
    pages: 30,
    loop: 0,
  });

  expect((await running.says('just the audio')).at(-1)).toMatch(/^✅ Sound ready: 2 s, \d+ KB \(M4A\)\n🌐 /);
  const sound = await arrived(running);
  expect(sound.video.name).toMatch(/\.m4a$/);
  expect(await probeMedia(sound.path)).toMatchObject({ video: undefined, audio: 'aac' });

  expect((await running.says('导出小一点')).at(-1)).toMatch(/^✅ 视频做好了.+\n240p，已压缩（原来 \d+ KB） · 完整画质/);
  const small = await arrived(running);
  expect(small.video.bytes.length).toBeLessThan(film.length * 0.41);
  expect(await probeMedia(small.path)).toMatchObject({ width: 320, height: 240, playsEverywhere: true });

  expect((await running.says('export in 720p')).at(-1)).toContain('\nIt has 240p, so this is the video as it is.\n');
  expect(running.chat.sent.at(-1)?.video?.bytes.equals(film)).toBe(true);
  expect(running.chat.progress.some((line) => line.startsWith('🎬 Making the GIF ▓'))).toBe(true);
  expect(await keptFiles(running)).toEqual([]);
});

test('a process that is killed after fitting leaves the version to the next one, which neither fetches nor fits anew', async () => {
  const running = await started(300_000);
  const door = gate();
  running.chat.onSend = door.pass;
  await running.engine.accept(running.chat.message('export'));
  await door.reached;
  expect(await keptFiles(running)).toHaveLength(1);
  const copy = await snapshot(running);
  const kept = join(running.folder, 'reelay-spool', 'kept');
  await cp(kept, join(running.folder, 'kept-before'), { recursive: true });
  door.open();
  await killedAt(running, copy);
  // What the process did after the moment of the kill is undone.
  await cp(join(running.folder, 'kept-before'), kept, { recursive: true });
  running.chat.sent.length = 0;
  const downloads = running.nemo.calls(ROUTES.file).length;
  const fitting = running.chat.progress.filter((line) => line.includes('Fitting')).length;
  await running.engine.recover();
  await running.engine.idle();
  expect(running.chat.sent.map(({ text }) => text)).toEqual([expect.stringContaining('240p to fit this chat')]);
  expect(running.chat.sent[0]?.video?.bytes.length).toBeLessThanOrEqual(300_000);
  expect(running.nemo.calls(ROUTES.file)).toHaveLength(downloads);
  expect(running.chat.progress.filter((line) => line.includes('Fitting'))).toHaveLength(fitting);
  expect(await keptFiles(running)).toEqual([]);
});

test('where the render’s answer says that nothing of it can fit, it is not downloaded', async () => {
  const running = await started(1_000_000);
  const output = { bytes: 90_000_000, duration_ms: 300_000 };
  running.nemo.renderScript = [{ status: 'completed', output }];
  const downloads = running.nemo.calls(ROUTES.file).length;
  expect((await running.says('export')).at(-1)).toMatch(/^✅ Video ready\. At 85\.8 MB it is too big for this chat/);
  expect(running.nemo.calls(ROUTES.file)).toHaveLength(downloads);
  expect(running.nemo.calls(ROUTES.download)).toEqual([]);
});

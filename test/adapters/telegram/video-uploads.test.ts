import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { VideoFile } from '../../../src/core/chat.ts';
import { type FakeTelegram, faults, type TgChat } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const MINUTE_MS = 60_000;

let rig: TelegramRig;
let telegram: FakeTelegram;
let chat: TgChat;
let folder: string;
let video: VideoFile;

beforeEach(async () => {
  rig = await TelegramRig.start();
  telegram = rig.telegram;
  chat = telegram.dm(telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' }));
  folder = await mkdtemp(join(tmpdir(), 'reelay-telegram-'));
  const path = join(folder, 'film.mp4');
  await writeFile(path, 'a film');
  video = { path, name: 'film.mp4', bytes: 6, width: 16, height: 9, durationMs: 1000 };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const uncertain = () => rig.log.some((line) => line.includes('may have arrived'));

it('an upload of 50 MB may take a minute and what it takes at 50 kB/s (18.5 min), and no longer', async () => {
  telegram.next('sendVideo', faults.hang(), faults.hang());
  const ended = new AbortController();
  // 60 s + 52,428,800 bytes / 50,000 bytes per second.
  const big = { ...video, bytes: 50 * 1024 * 1024 };
  const sent = expect(rig.send('telegram:7', 'Ready', { video: big }, ended.signal)).rejects.toThrow('over');
  await telegram.called('sendVideo');
  await rig.clock.advance(18 * MINUTE_MS);
  expect(uncertain()).toBe(false);
  await rig.clock.advance(MINUTE_MS);
  expect(uncertain()).toBe(true);
  ended.abort(new Error('over'));
  // Where the next attempt has left already, it is given some seconds to be answered.
  await rig.clock.advance(MINUTE_MS);
  await sent;
});

/** The next sign of life that the chat is shown. */
async function action(): Promise<string | undefined> {
  const before = telegram.actions(chat).length;
  const ended = new AbortController();
  const busy = rig.adapter.showBusy?.('telegram:7', ended.signal);
  await telegram.until(() => telegram.actions(chat)[before]);
  ended.abort(new Error('over'));
  await busy;
  return telegram.actions(chat)[before]?.action;
}

it('“uploading” is shown while a video is on its way, and ends with it', async () => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  telegram.next('sendVideo', faults.slow(arrived));
  const sent = rig.send('telegram:7', 'Ready', { video });
  await telegram.called('sendVideo');
  expect(await action()).toBe('upload_video');
  arrive();
  await sent;
  expect(await action()).toBe('typing');
});

it('“uploading” ends also when Telegram refuses the video', async () => {
  telegram.next('sendVideo', faults.refused(413, 'Request Entity Too Large'));
  await expect(rig.send('telegram:7', 'Ready', { video })).rejects.toThrow('Too Large');
  expect(await action()).toBe('typing');
});

it('a photo that was sent hidden is known as such, and so is a video of it', async () => {
  const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  telegram.says(chat, ann, { photo: Buffer.from('a photo'), caption: 'zoom', more: { has_media_spoiler: true } });
  expect((await rig.received()).attachments).toMatchObject([{ spoiler: true }]);
  await rig.send('telegram:7', 'Ready', { video: { ...video, spoiler: true } });
  expect((await telegram.called('sendVideo')).params).toMatchObject({ has_spoiler: true });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileRefusedError, type VideoFile } from '../../../src/core/chat.ts';
import { type FakeTelegram, faults, MEDIA_RIGHTS, type TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

let rig: TelegramRig;
let telegram: FakeTelegram;
let ann: TgUser;
let folder: string;
let video: VideoFile;

beforeEach(async () => {
  rig = await TelegramRig.start();
  telegram = rig.telegram;
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  telegram.dm(ann);
  folder = await mkdtemp(join(tmpdir(), 'reelay-telegram-'));
  const path = join(folder, 'film.mp4');
  await writeFile(path, 'a film');
  await writeFile(join(folder, 'thumbnail.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  const thumbnailPath = join(folder, 'thumbnail.jpg');
  video = { path, name: 'film.mp4', bytes: 6, width: 16, height: 9, durationMs: 1000, thumbnailPath };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const refusedFor = (text: string) => faults.refused(400, `Bad Request: ${text}`);

it.each([
  'VIDEO_CONTENT_TYPE_INVALID',
  'IMAGE_PROCESS_FAILED',
  'file must be non-empty',
  'PHOTO_INVALID_DIMENSIONS',
  'SOMETHING_NOBODY_HAS_HEARD_OF',
])('a video that is refused for %s comes without its picture, then as a document', async (reason) => {
  telegram.next('sendVideo', refusedFor(reason), refusedFor(reason));
  await rig.send('telegram:7', 'Ready', { video });
  expect(telegram.calls('sendVideo')).toHaveLength(2);
  expect(telegram.calls('sendDocument')).toHaveLength(1);
});

it('a video that is refused in every form is a file refused for what it is, not for its size', async () => {
  telegram.next('sendVideo', refusedFor('VIDEO_INVALID'), refusedFor('VIDEO_INVALID'));
  telegram.next('sendDocument', refusedFor('FILE_INVALID'));
  const refused = await rig.send('telegram:7', 'Ready', { video }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(FileRefusedError);
  expect(refused).toMatchObject({ reason: 'content' });
  // The link that the core posts then, under the same key, is posted.
  await rig.send('telegram:7', 'Download it here');
  expect(telegram.calls('sendMessage')).toHaveLength(1);
});

it('where the bot may not send videos that is the reason', async () => {
  const group = telegram.group({ title: 'Words only', forbidden: MEDIA_RIGHTS, members: [ann] });
  const chat = `telegram:${group.id}@7`;
  const refused = await rig.send(chat, 'Ready', { video }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ reason: 'permission' });
  expect(telegram.calls('sendDocument')).toHaveLength(0);
  await rig.send(chat, 'Download it here');
  expect(telegram.shown(group)).toMatchObject([{ text: 'Download it here' }]);
});

it('a result of a topic that was closed meanwhile comes to the group, once, and says why', async () => {
  const forum = telegram.group({ title: 'Forum', forum: true, members: [ann] });
  const topic = telegram.topic(forum, ann, 'Films');
  const chat = `telegram:${forum.id}:${topic}`;
  const asked = telegram.says(forum, ann, { text: '/help', thread: topic });
  await rig.received();
  telegram.endsTopic(forum, topic, 'closed');
  await rig.send(chat, 'Video ready', { video, inReplyTo: String(asked.message_id), language: 'en' });
  await rig.send(chat, 'Video ready', { video, inReplyTo: String(asked.message_id), language: 'en' });
  const shown = telegram.shown(forum).filter(({ mine }) => mine);
  expect(shown.map(({ text }) => text)).toEqual([
    'The topic where this was asked for is closed or gone, so here it is:\n\nVideo ready',
  ]);
});

it('a slow mode delays what the bot says, and loses nothing of it', async () => {
  const group = telegram.group({ title: 'Slow', slowModeSeconds: 30, members: [ann] });
  const sent = [1, 2].map((count) => rig.send(`telegram:${group.id}@7`, `Part ${count}`, { key: `key-${count}` }));
  let both = false;
  void Promise.all(sent).then(() => (both = true));
  await rig.passes(() => both, 1000);
  expect(telegram.shown(group).map(({ text }) => text)).toEqual(['Part 1', 'Part 2']);
});

it('where texts are forbidden and videos are not, the video comes, and texts go to who asked in private', async () => {
  const group = telegram.group({ title: 'Films only', forbidden: ['texts'], members: [ann] });
  const asked = telegram.says(group, ann, '/help');
  await rig.received();
  const more = { inReplyTo: String(asked.message_id) };
  const chat = `telegram:${group.id}@7`;
  await rig.send(chat, 'Hi! This is …', more);
  await rig.send(chat, 'Video ready', { ...more, video, key: 'key-2' });
  expect(telegram.shown(telegram.dm(ann)).map(({ text }) => text)).toEqual(['Hi! This is …']);
  expect(telegram.shown(group).filter(({ mine }) => mine)).toMatchObject([{ text: 'Video ready' }]);
});

it('the first video in a private chat comes with an effect, later ones and those of groups without', async () => {
  const group = telegram.group({ title: 'Family', members: [ann] });
  for (const key of ['key-1', 'key-2']) await rig.send('telegram:7', 'Ready', { video, key });
  await rig.send(`telegram:${group.id}@7`, 'Ready', { video });
  const effects = [telegram.dm(ann), group].map((chat) => telegram.shown(chat).map(({ effect }) => effect));
  expect(effects).toEqual([['5046509860389126442', undefined], [undefined]]);
});

it('where Telegram does not know the effect the video comes without it, and with its picture', async () => {
  telegram.next('sendVideo', refusedFor('EFFECT_ID_INVALID'));
  await rig.send('telegram:7', 'Ready', { video });
  expect(telegram.shown(telegram.dm(ann))).toMatchObject([{ text: 'Ready', effect: undefined }]);
  expect(telegram.calls('sendVideo').map(({ params }) => typeof params.thumbnail)).toEqual(['string', 'string']);
});

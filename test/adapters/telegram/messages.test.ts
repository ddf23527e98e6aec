import { beforeEach, describe, expect, it } from 'vitest';
import type { TgChat, TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const JPEG = Buffer.from('a photo');
const refOf = (attachment: { ref: string } | undefined) => JSON.parse(attachment?.ref ?? 'null');

describe('in private', () => {
  let rig: TelegramRig;
  let ann: TgUser;
  let chat: TgChat;

  beforeEach(async () => {
    rig = await TelegramRig.start();
    ann = rig.telegram.user({ id: 7, first_name: 'Ann', language_code: 'zh-hans' });
    chat = rig.telegram.dm(ann);
  });

  it('a text is received with who, where and in which language', async () => {
    const { message_id } = rig.telegram.says(chat, ann, 'make it faster');
    expect(await rig.received()).toEqual({
      id: String(message_id),
      chat: 'telegram:7',
      userId: '7',
      userName: 'Ann',
      locale: 'zh-hans',
      text: 'make it faster',
      attachments: [],
    });
  });

  it('of a photo the largest size is used', async () => {
    rig.telegram.says(chat, ann, { caption: 'animate', photo: { bytes: JPEG, width: 1280, height: 960 } });
    const { text, attachments } = await rig.received();
    expect(text).toBe('animate');
    expect(attachments).toHaveLength(1);
    const bytes = await read(rig, attachments[0]);
    expect(bytes).toEqual(JPEG);
    expect(attachments[0]?.declaredBytes).toBe(JPEG.length);
  });

  it.each([
    ['a photo as a document', { document: { bytes: JPEG, name: 'IMG_1.heic' } }, /^IMG_1\.heic$/],
    ['a video', { video: { bytes: JPEG, name: 'clip.mov' } }, /^clip\.mov$/],
    ['a video without a name', { video: JPEG }, /^video-\d+\.mp4$/],
    ['an animation', { animation: JPEG }, /^animation-\d+\.mp4$/],
    ['a song', { audio: { bytes: JPEG, name: 'song.mp3' } }, /^song\.mp3$/],
    ['a voice message', { voice: JPEG }, /^voice-\d+\.ogg$/],
    ['a video note', { video_note: JPEG }, /^video-note-\d+\.mp4$/],
    ['a forwarded photo', { photo: JPEG, forward: 'Somebody' }, /^photo-\d+\.jpg$/],
  ])('%s is taken', async (_what, says, name) => {
    rig.telegram.says(chat, ann, says);
    const { attachments } = await rig.received();
    expect(attachments.map((file) => file.name)).toEqual([expect.stringMatching(name)]);
    expect(await read(rig, attachments[0])).toEqual(JPEG);
  });

  it('links to media go along as files that Nemo fetches, and are no longer part of the words', async () => {
    rig.telegram.says(chat, ann, 'animate https://example.org/a%20b.JPG please, not https://example.org/page');
    const { text, attachments } = await rig.received();
    expect(text).toBe('animate please, not https://example.org/page');
    expect(attachments).toEqual([
      { name: 'a b.JPG', ref: 'https://example.org/a%20b.JPG', url: 'https://example.org/a%20b.JPG' },
    ]);
  });

  it('a shared Dropbox file becomes a direct link; addresses with secrets in them are no files', async () => {
    rig.telegram.says(
      chat,
      ann,
      'https://www.dropbox.com/scl/fi/x/clip.mp4?rlkey=k&dl=0 https://user:pw@example.org/b.jpg https://api.telegram.org/file/bot12:abc/c.jpg',
    );
    const { attachments } = await rig.received();
    expect(attachments.map((file) => file.url)).toEqual(['https://www.dropbox.com/scl/fi/x/clip.mp4?rlkey=k&dl=1']);
  });

  it('an album becomes one message, in order, with every caption, whatever order it comes in', async () => {
    const sent = rig.telegram.album(
      chat,
      ann,
      [
        { document: { bytes: JPEG, name: 'a.jpg' } },
        { document: { bytes: JPEG, name: 'b.jpg' }, caption: 'slow zoom' },
        { document: { bytes: JPEG, name: 'c.jpg' }, caption: 'and calm music' },
      ],
      { order: 'shuffled' },
    );
    const message = await rig.received();
    expect(message.id).toBe(String(sent[0]?.message_id));
    expect(message.text).toBe('slow zoom\nand calm music');
    expect(message.attachments.map((file) => file.name)).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    await rig.confirmed();
    expect(rig.accepted).toHaveLength(1);
  });

  it('an album of ten is accepted without waiting for quiet', async () => {
    rig.telegram.album(
      chat,
      ann,
      Array.from({ length: 10 }, () => ({ photo: JPEG })),
    );
    const before = rig.clock.now();
    expect((await rig.received()).attachments).toHaveLength(10);
    expect(rig.clock.now() - before).toBeLessThan(1000);
  });

  it.each([
    ['/export', { name: 'export' }],
    ['/remove 2', { name: 'remove', argument: '2' }],
    ['/start', { name: 'start' }],
    ['/start skill_ai-image-to-video-king', { name: 'skill', argument: 'ai-image-to-video-king' }],
    ['/start forget_yes', { name: 'start' }],
    ['/start rerun', { name: 'start' }],
    ['/nonsense', { name: 'help' }],
    ['/EXPORT@Reelay_Test_Bot', { name: 'export' }],
  ])('%s is the command %o', async (text, command) => {
    rig.telegram.says(chat, ann, text);
    const message = await rig.received();
    expect(message.command).toEqual(command);
    expect(message.text).toBe('');
  });

  it('a reply to one of the bot’s messages refers to it', async () => {
    const ref = await rig.send('telegram:7', 'Video ready');
    rig.telegram.says(chat, ann, { text: 'make this one shorter', reply_to: { message_id: Number(ref) } });
    expect(await rig.received()).toMatchObject({ text: 'make this one shorter', repliesTo: ref });
  });

  it('a location is answered like an empty message; Telegram’s own notes are no messages', async () => {
    rig.telegram.says(chat, ann, { more: { pinned_message: { message_id: 1, date: 0, chat } } });
    rig.telegram.says(chat, ann, { more: { location: { latitude: 1, longitude: 2 } } });
    expect(await rig.received()).toMatchObject({ text: '', attachments: [] });
    await rig.confirmed();
    expect(rig.accepted).toHaveLength(1);
  });

  it('an edit is passed on; of an album with all its members', async () => {
    const text = rig.telegram.says(chat, ann, 'slow zoom');
    await rig.received();
    rig.telegram.edits(text, 'fast zoom');
    await rig.passes(() => rig.amended.length === 1);
    expect(rig.amended[0]).toMatchObject({ id: String(text.message_id), text: 'fast zoom' });

    const album = rig.telegram.album(chat, ann, [{ photo: JPEG, caption: 'slow' }, { photo: JPEG }]);
    const [first] = album;
    await rig.received(2);
    if (first) rig.telegram.edits(first, 'fast');
    await rig.passes(() => rig.amended.length === 2);
    expect(rig.amended[1]).toMatchObject({ id: String(first?.message_id), text: 'fast' });
    expect(rig.amended[1]?.attachments).toHaveLength(2);
  });

  it('an edit of an album that is not remembered changes its words, and does not replace the whole', async () => {
    const [first] = rig.telegram.album(chat, ann, [{ photo: JPEG, caption: 'slow' }, { photo: JPEG }]);
    await rig.received();
    await rig.again();
    if (first) rig.telegram.edits(first, 'fast');
    await rig.confirmed();
    expect(rig.amended).toMatchObject([{ text: 'fast', attachments: [], replaces: { from: 0, to: 4, length: 4 } }]);
  });

  it('a file keeps the language of who sent it, for what may have to be said about it', async () => {
    rig.telegram.says(chat, ann, { photo: JPEG, caption: '动起来' });
    expect(refOf((await rig.received()).attachments[0])).toMatchObject({ language: 'zh' });
  });
});

describe('in a group', () => {
  let rig: TelegramRig;
  let ann: TgUser;
  let boss: TgUser;
  let group: TgChat;

  beforeEach(async () => {
    rig = await TelegramRig.start();
    ann = rig.telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
    boss = rig.telegram.user({ id: 8, first_name: 'Bo', language_code: 'en' });
    group = rig.telegram.group({ title: 'Family', members: [ann], admins: [boss] });
  });

  it('only commands, mentions and replies to the bot are received', async () => {
    const { telegram } = rig;
    const mine = await rig.send(`telegram:${group.id}`, 'Video ready');
    const hers = telegram.says(group, ann, 'look at this');
    telegram.says(group, ann, { photo: JPEG, caption: 'nice' });
    telegram.says(group, ann, '/export@other_bot');
    telegram.says(group, ann, '/somebody_elses');
    telegram.says(group, ann, { text: 'indeed', reply_to: hers });
    telegram.says(group, ann, '@reelay_test_bot_2 hello');
    telegram.says(group, ann, '/export');
    telegram.says(group, ann, '/status@reelay_test_bot');
    telegram.says(group, ann, '@Reelay_Test_Bot make it vertical');
    telegram.says(group, ann, { text: 'shorter', reply_to: { message_id: Number(mine) } });
    await rig.received(4);
    await rig.confirmed();
    expect(rig.accepted.map(({ command, text }) => command?.name ?? text)).toEqual([
      'export',
      'status',
      'make it vertical',
      'shorter',
    ]);
    expect(rig.accepted.map(({ chat }) => chat)).toEqual(Array(4).fill(`telegram:${group.id}@7`));
  });

  it('an album counts when one of its captions names the bot', async () => {
    rig.telegram.becomes(group, rig.telegram.bot, 'administrator');
    rig.telegram.album(group, ann, [{ photo: JPEG }, { photo: JPEG, caption: '@reelay_test_bot slow zoom' }]);
    expect(await rig.received()).toMatchObject({ text: 'slow zoom', attachments: [{}, {}] });
  });

  it('a photo of somebody else can be pointed at', async () => {
    const photo = rig.telegram.says(group, boss, { document: { bytes: JPEG, name: 'dog.jpg' } });
    rig.telegram.says(group, ann, { text: '@reelay_test_bot animate this', reply_to: photo });
    const message = await rig.received();
    expect(message).toMatchObject({
      text: 'animate this',
      userId: '7',
      attachments: [],
      pointsAt: [{ name: 'dog.jpg' }],
    });
    expect(message.repliesTo).toBeUndefined();
  });

  it('other bots are ignored', async () => {
    const robot = rig.telegram.user({ id: 99, first_name: 'Robot', is_bot: true });
    rig.telegram.says(group, robot, '/export');
    rig.telegram.says(group, ann, '/help');
    await rig.confirmed();
    expect(rig.accepted.map(({ userId }) => userId)).toEqual(['7']);
  });

  it('a topic is a chat of its own; elsewhere in a group each person is one', async () => {
    const forum = rig.telegram.group({ title: 'Forum', forum: true, members: [ann] });
    const topic = rig.telegram.topic(forum, ann, 'Videos');
    rig.telegram.says(forum, ann, { text: '/help', thread: topic });
    rig.telegram.says(forum, ann, { text: 'just talk', thread: topic });
    const own = rig.telegram.topic(forum, rig.telegram.bot, 'Made by the bot');
    rig.telegram.says(forum, ann, { text: 'talk that answers nothing of the bot', thread: own });
    rig.telegram.says(forum, ann, '/help');
    const plain = rig.telegram.group({ title: 'Plain', supergroup: true, members: [ann] });
    const first = rig.telegram.says(plain, ann, 'hello');
    rig.telegram.says(plain, ann, { text: '/help', reply_to: first });
    await rig.received(3);
    await rig.confirmed();
    // Each has an order of its own only.
    expect(new Set(rig.accepted.map(({ chat }) => chat))).toEqual(
      new Set([`telegram:${forum.id}:${topic}`, `telegram:${forum.id}@7`, `telegram:${plain.id}@7`]),
    );
    expect(rig.accepted).toHaveLength(3);
  });

  it('what concerns all of a topic is for administrators, looked up when it is used', async () => {
    const forum = rig.telegram.group({ title: 'Team', forum: true, members: [ann, boss], admins: [boss] });
    const thread = rig.telegram.topic(forum, boss, 'Video');
    const says = (user: TgUser, text: string) => rig.telegram.says(forum, user, { text, thread });
    const made = says(boss, '@reelay_test_bot make a clip');
    await rig.received();
    says(ann, '/skill 1');
    const answered = await rig.telegram.seen(forum, (message) => message.mine && message.id > made.message_id);
    expect(answered.text).toBe(
      '🔒 /skill changes things for everybody here, so it is for moderators. Write to me in private to use it for yourself.',
    );
    rig.telegram.becomes(forum, ann, 'administrator');
    // What was looked up holds for a minute.
    await rig.clock.advance(60_000);
    says(ann, '/skill 2');
    expect(await rig.received(2)).toMatchObject({ userId: '7', command: { name: 'skill', argument: '2' } });
  });

  it('an administrator who writes in the group’s name is one', async () => {
    const anonymous = rig.telegram.user({ id: 1087968824, first_name: 'Group', is_bot: true });
    rig.telegram.says(group, anonymous, { text: '/language zh', more: { sender_chat: group } });
    expect(await rig.received()).toMatchObject({
      command: { name: 'language', argument: 'zh' },
      userId: String(group.id),
    });
  });
});

async function read(
  rig: TelegramRig,
  attachment: Parameters<TelegramRig['adapter']['open']>[0] | undefined,
): Promise<Buffer> {
  if (!attachment) throw new Error('no attachment');
  const stream = await rig.adapter.open(attachment, new AbortController().signal);
  return Buffer.concat(await stream.toArray());
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatGoneError, FileRefusedError, type NextStep, type VideoFile } from '../../../src/core/chat.ts';
import { picture } from '../../contract/pictures.ts';
import { type FakeTelegram, faults, type TgChat, type TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const BYTES = Buffer.from('\r\n--boundary?\0 the bytes of a film');
let rig: TelegramRig;
let telegram: FakeTelegram;
let ann: TgUser;
let chat: TgChat;
let folder: string;
let video: VideoFile;

beforeEach(async () => {
  rig = await TelegramRig.start();
  telegram = rig.telegram;
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  chat = telegram.dm(ann);
  folder = await mkdtemp(join(tmpdir(), 'reelay-telegram-'));
  await writeFile(join(folder, 'film.mp4'), BYTES);
  await writeFile(join(folder, 'film.jpg'), await picture('#ff0000', 320, 180));
  video = {
    path: join(folder, 'film.mp4'),
    thumbnailPath: join(folder, 'film.jpg'),
    name: 'reelay-1.mp4',
    bytes: BYTES.length,
    width: 1920,
    height: 1080,
    durationMs: 9600,
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const texts = () => telegram.shown(chat).map((message) => message.text);
const NEXT: NextStep[] = [
  { name: 'variation', label: 'Another' },
  { name: 'link', label: 'Open', url: 'https://web.example/p' },
];

describe('a result', () => {
  it('is HTML, answers the message that asked, and shows no preview', async () => {
    const asked = telegram.says(chat, ann, 'hello');
    await rig.send('telegram:7', '**Done** & <dusted>', { inReplyTo: String(asked.message_id) });
    const [, reply] = telegram.shown(chat);
    expect(reply).toMatchObject({ text: 'Done & <dusted>', replyTo: asked.message_id });
    expect(reply?.entities).toEqual([{ type: 'bold', offset: 0, length: 4 }]);
    expect(telegram.calls('sendMessage')[0]?.params.link_preview_options).toEqual({ is_disabled: true });
  });

  it('comes plain when Telegram cannot parse it', async () => {
    telegram.next('sendMessage', faults.refused(400, "Bad Request: can't parse entities: Unsupported start tag"));
    await rig.send('telegram:7', '**Done** & <dusted>');
    expect(texts()).toEqual(['**Done** & <dusted>']);
  });

  it('comes also when the message that asked was deleted', async () => {
    const asked = telegram.says(chat, ann, 'hello');
    telegram.deletes(asked);
    await rig.send('telegram:7', 'Done', { inReplyTo: String(asked.message_id) });
    expect(texts()).toEqual(['Done']);
  });

  it('with a video has its facts, thumbnail, caption and buttons, and the very bytes', async () => {
    const ref = await rig.send('telegram:7', 'Video ready', { video, next: NEXT, project: 'abc' });
    const [shown] = telegram.shown(chat);
    expect(shown?.id).toBe(Number(ref));
    expect(shown?.video).toMatchObject({ bytes: BYTES, name: 'reelay-1.mp4', width: 1920, height: 1080, duration: 10 });
    expect(shown?.video?.thumbnail?.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(shown).toMatchObject({ text: 'Video ready', thumbnailIgnored: undefined });
    expect(telegram.calls('sendVideo')[0]?.params.supports_streaming).toBe(true);
    expect(shown?.buttons).toEqual([
      { text: 'Another', callback_data: 'key-1.0' },
      { text: 'Open', url: 'https://web.example/p' },
    ]);
  });

  it('with a long text to a video has the start as the caption and the rest behind it', async () => {
    const text = `${'a '.repeat(400).trim()}\n\n${'b '.repeat(400).trim()}`;
    const ref = await rig.send('telegram:7', text, { video, next: NEXT });
    const [first, second] = telegram.shown(chat);
    expect(first).toMatchObject({ id: Number(ref), text: 'a '.repeat(400).trim() });
    expect(second).toMatchObject({ text: 'b '.repeat(400).trim(), buttons: [] });
  });

  it('with an address that Telegram takes for none still has its button, as a command', async () => {
    const local = [{ name: 'link', label: 'Open', url: 'http://127.0.0.1:8080/p' } as const];
    await rig.send('telegram:7', 'One', { next: local });
    expect(telegram.shown(chat)[0]?.buttons).toEqual([{ text: 'Open', callback_data: 'key-1.0' }]);
    telegram.next('sendMessage', faults.refused(400, 'Bad Request: BUTTON_URL_INVALID'));
    await rig.send('telegram:7', 'Two', { key: 'key-2', next: NEXT });
    expect(telegram.shown(chat)[1]?.buttons.map((button) => button.url)).toEqual([undefined, undefined]);
  });

  it('keeps to its topic, and to the general one by not naming it', async () => {
    const forum = telegram.group({ title: 'Forum', forum: true });
    const topic = telegram.topic(forum, ann, 'Videos');
    await rig.send(`telegram:${forum.id}:${topic}`, 'in the topic', { video });
    await rig.send(`telegram:${forum.id}`, 'in general', { key: 'key-2' });
    expect(telegram.shown(forum, topic).at(-1)).toMatchObject({ text: 'in the topic' });
    expect(telegram.calls('sendMessage')[0]?.params).not.toHaveProperty('message_thread_id');
  });

  it('is posted once, whoever asks for it again: parts that went out are not repeated', async () => {
    const parts = `${'a '.repeat(2000).trim()}\n\n${'b '.repeat(2000).trim()}`;
    telegram.next('sendMessage', faults.answers({ message_id: 900, date: 0, chat }));
    telegram.next('sendMessage', faults.refused(400, 'Bad Request: something is wrong'));
    await expect(rig.send('telegram:7', parts)).rejects.toThrow('something is wrong');
    await rig.again();
    await rig.send('telegram:7', parts);
    await rig.send('telegram:7', parts);
    expect(texts()).toEqual(['b '.repeat(2000).trim()]);
  });

  it('that is too big for Telegram is refused as such', async () => {
    telegram.next('sendVideo', faults.refused(413, 'Request Entity Too Large'));
    await expect(rig.send('telegram:7', 'x', { video })).rejects.toBeInstanceOf(FileRefusedError);
  });

  it.each([
    [403, 'Forbidden: bot was blocked by the user'],
    [403, 'Forbidden: bot was kicked from the supergroup chat'],
    [400, 'Bad Request: chat not found'],
    [400, 'Bad Request: message thread not found'],
    [400, 'Bad Request: TOPIC_CLOSED'],
    [400, 'Bad Request: not enough rights to send text messages to the chat'],
  ])('%i %s: the chat is gone', async (code, text) => {
    telegram.next('sendMessage', faults.refused(code, text));
    await expect(rig.send('telegram:7', 'x')).rejects.toBeInstanceOf(ChatGoneError);
  });

  it('follows a group that became a supergroup, whose project moves along', async () => {
    const group = telegram.group({ title: 'Family', members: [ann] });
    const moved = telegram.migrates(group);
    await rig.confirmed();
    // Number 2 of the supergroup is another message than number 2 of the group was.
    await rig.send(`telegram:${group.id}`, 'Done', { inReplyTo: '2' });
    expect(telegram.shown(moved).at(-1)).toMatchObject({ text: 'Done', replyTo: undefined });
    expect(rig.moved).toEqual([[`telegram:${group.id}`, `telegram:${moved.id}`]]);
  });

  it('learns of the new id also from the answer to a send', async () => {
    const group = telegram.group({ title: 'Family', members: [ann] });
    const moved = telegram.group({ title: 'Family', supergroup: true, members: [ann] });
    telegram.next(
      'sendMessage',
      faults.refused(400, 'Bad Request: group chat was upgraded', { migrate_to_chat_id: moved.id }),
    );
    await rig.send(`telegram:${group.id}`, 'Done');
    expect(telegram.shown(moved).map((message) => message.text)).toEqual(['Done']);
    expect(rig.moved).toEqual([[`telegram:${group.id}`, `telegram:${moved.id}`]]);
  });
});

describe('429', () => {
  it('pauses that chat alone: its results wait, its progress is skipped, others are served', async () => {
    telegram.next('sendMessage', faults.flood(7));
    const sent = rig.send('telegram:7', 'the result');
    await telegram.answered('sendMessage');
    await rig.passes(() => rig.log.some((line) => line.includes('asks for a pause')), 0);
    const bob = telegram.dm(telegram.user({ id: 8, first_name: 'Bob' }));
    await rig.send('telegram:8', 'another result', { key: 'key-2' });
    const signal = new AbortController().signal;
    expect(await rig.adapter.showProgress('telegram:7', 'Rendering 20%', '55', signal)).toBe('55');
    expect(await rig.adapter.showProgress('telegram:7', 'Rendering 20%', undefined, signal)).toBeUndefined();
    await rig.clock.advance(6_900);
    expect(telegram.calls('sendMessage')).toHaveLength(2);
    expect(telegram.calls('editMessageText')).toHaveLength(0);
    await rig.clock.advance(200);
    await sent;
    expect(texts()).toEqual(['the result']);
    expect(telegram.shown(bob).map((message) => message.text)).toEqual(['another result']);
  });

  it('to progress is not retried, and a result waits it out too', async () => {
    const ref = await rig.adapter.showProgress('telegram:7', 'Working', undefined, new AbortController().signal);
    telegram.next('editMessageText', faults.flood(5));
    expect(await rig.adapter.showProgress('telegram:7', 'Rendering', ref, new AbortController().signal)).toBe(ref);
    const sent = rig.send('telegram:7', 'the result');
    await rig.clock.advance(4_000);
    expect(telegram.calls('sendMessage')).toHaveLength(1);
    await rig.clock.advance(1_100);
    await sent;
    expect(texts()).toEqual(['Working', 'the result']);
    expect(telegram.calls('editMessageText')).toHaveLength(1);
  });

  it('ends when the turn does', async () => {
    telegram.next('sendMessage', faults.flood(1000));
    const turn = new AbortController();
    const sent = rig.send('telegram:7', 'x', {}, turn.signal);
    await telegram.answered('sendMessage');
    turn.abort(new Error('the turn is over'));
    await expect(sent).rejects.toThrow('the turn is over');
  });
});

describe('a bad connection', () => {
  it.each([
    ['a gateway’s page', faults.page(502)],
    ['an error of Telegram', faults.refused(500, 'Internal Server Error')],
  ])('%s: it did not happen and is sent again', async (_what, fault) => {
    telegram.next('sendMessage', fault, fault, fault);
    const sent = rig.send('telegram:7', 'Done');
    await rig.passes(() => telegram.calls('sendMessage').length === 4);
    await sent;
    expect(texts()).toEqual(['Done']);
  });

  it('that never opens is waited for', async () => {
    await telegram.cutNetwork();
    const sent = rig.send('telegram:7', 'Done', { video });
    await rig.passes(() => rig.log.filter((line) => line.includes('"what":"sendVideo"')).length >= 4);
    await telegram.restoreNetwork();
    await rig.passes(() => texts().length === 1);
    await sent;
    expect(texts()).toEqual(['Done']);
  });
});

it('a network that is away for long delays results, in their order', async () => {
  const long = `${'a '.repeat(2000).trim()}\n\n${'b '.repeat(2000).trim()}\n\n${'c '.repeat(2000).trim()}`;
  await telegram.cutNetwork();
  const sent = rig.send('telegram:7', long);
  const failures = () => rig.log.filter((line) => line.includes('"what":"sendMessage"')).length;
  const since = rig.clock.now();
  await rig.passes(() => rig.clock.now() - since > 20 * 60_000 && failures() > 10, 30_000);
  expect(texts()).toEqual([]);
  await telegram.restoreNetwork();
  await rig.passes(() => texts().length === 3, 1000);
  await sent;
  expect(texts().map((text) => text[0])).toEqual(['a', 'b', 'c']);
});

it('a chat that goes in the middle of a result ends it', async () => {
  const parts = `${'a '.repeat(2000).trim()}\n\n${'b '.repeat(2000).trim()}`;
  telegram.next('sendMessage', faults.slow(Promise.resolve()));
  telegram.next('sendMessage', faults.refused(403, 'Forbidden: user is deactivated'));
  await expect(rig.send('telegram:7', parts)).rejects.toBeInstanceOf(ChatGoneError);
});

describe('a turn that is stopped', () => {
  it('lets a message that has left be answered, so that nobody posts it again', async () => {
    let go = () => {};
    const slow = new Promise<void>((resolve) => {
      go = resolve;
    });
    telegram.next('sendMessage', faults.slow(slow));
    const turn = new AbortController();
    const sent = rig.send('telegram:7', 'Done', {}, turn.signal);
    await telegram.called('sendMessage');
    turn.abort(new Error('the bot is stopping'));
    go();
    await sent;
    await rig.again();
    await rig.send('telegram:7', 'Done');
    expect(texts()).toEqual(['Done']);
  });

  it('does not wait for it for ever', async () => {
    telegram.next('sendMessage', faults.hang());
    const turn = new AbortController();
    const sent = rig.send('telegram:7', 'Done', {}, turn.signal);
    const stopped = expect(sent).rejects.toThrow('the bot is stopping');
    await telegram.called('sendMessage');
    turn.abort(new Error('the bot is stopping'));
    await rig.clock.advance(5_000);
    await stopped;
  });
});

it('limits: what may be sent and how often, in private, in groups, on a local server', async () => {
  expect(rig.adapter.limits('telegram:7')).toEqual({ maxFileBytes: 52_428_800, progressEveryMs: 1200 });
  expect(rig.adapter.limits('telegram:-100123:4')).toEqual({ maxFileBytes: 52_428_800, progressEveryMs: 3000 });
  const local = await TelegramRig.prepare({}, { localMode: true });
  expect(local.adapter.limits('telegram:7').maxFileBytes).toBe(2_097_152_000);
});

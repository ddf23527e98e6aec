import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { OPEN_ACCESS } from '../../../src/core/access/settings.ts';
import { picture } from '../../contract/pictures.ts';
import { type FakeTelegram, faults, type TgChat, type TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

let rig: TelegramRig;
let telegram: FakeTelegram;
let ann: TgUser;
let chat: TgChat;
const signal = new AbortController().signal;

async function begin(privateTopics: boolean, access = OPEN_ACCESS): Promise<void> {
  rig = await TelegramRig.start({}, { privateTopics }, access);
  telegram = rig.telegram;
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  chat = telegram.dm(ann);
}

const photo = async (caption?: string) => ({ photo: await picture('#cc3333'), ...(caption && { caption }) });
const topicOf = (key: string) => Number(key.split(':')[2]);
const topics = () => telegram.calls('createForumTopic').map(({ params }) => params.name);

describe('in a private chat with topics', () => {
  beforeEach(() => begin(true));

  it('what begins a project opens a topic, called like the request, and everything about it is there', async () => {
    telegram.says(chat, ann, await photo('make a\n clip of the sea'));
    const request = await rig.received();
    const topic = topicOf(request.chat);
    expect(request.chat).toBe(`telegram:7:${topic}`);
    expect(telegram.topicName(chat, topic)).toBe('make a clip of the sea');
    const ref = await rig.adapter.showProgress(request.chat, 'Working', undefined, signal);
    const draft = telegram.draft(chat);
    expect(draft).toMatchObject({ thread: topic });
    const busy = new AbortController();
    const shown = rig.adapter.showBusy?.(request.chat, busy.signal);
    await telegram.answered('sendChatAction');
    busy.abort();
    await shown;
    expect(telegram.actions(chat)).toMatchObject([{ thread: topic }]);
    await rig.send(request.chat, 'Done', { inReplyTo: request.id, next: [{ name: 'rerun', label: 'Again' }] });
    expect(telegram.shown(chat, topic).map(({ text, replyTo }) => [text, replyTo])).toEqual([
      ['', undefined],
      ['Working', undefined],
      ['Done', undefined],
    ]);
    telegram.stops(chat, { draft });
    expect(await rig.received(2)).toMatchObject({ chat: request.chat, command: { argument: `at:${ref}` } });
    const done = telegram.shown(chat, topic).find(({ text }) => text === 'Done');
    telegram.presses({ chat, message_id: done?.id ?? 0 }, 'Again', ann);
    expect(await rig.received(3)).toMatchObject({ chat: request.chat, command: { name: 'rerun' } });
  });

  it('another photo outside opens another one; words, commands and replies to the bot open none', async () => {
    telegram.says(chat, ann, await photo('one'));
    const first = await rig.received();
    telegram.says(chat, ann, await photo('two'));
    expect((await rig.received(2)).chat).not.toBe(first.chat);
    telegram.says(chat, ann, 'make it longer');
    expect((await rig.received(3)).chat).toBe('telegram:7');
    telegram.says(chat, ann, '/status');
    expect((await rig.received(4)).chat).toBe('telegram:7');
    const ref = Number(await rig.send('telegram:7', 'Done'));
    telegram.says(chat, ann, { ...(await photo('add this')), reply_to: { message_id: ref } });
    expect((await rig.received(5)).chat).toBe('telegram:7');
    telegram.says(chat, ann, { ...(await photo('and this')), thread: topicOf(first.chat) });
    expect((await rig.received(6)).chat).toBe(first.chat);
    expect(topics()).toEqual(['one', 'two']);
  });

  it('an album is one topic, and a photo without words has its name from the words that follow', async () => {
    telegram.album(chat, ann, [await photo(), await photo()]);
    const request = await rig.received();
    expect(request.attachments).toHaveLength(2);
    expect(topics()).toEqual(['New video']);
    telegram.says(chat, ann, { text: 'zoom in slowly', thread: topicOf(request.chat) });
    await rig.received(2);
    await telegram.answered('editForumTopic');
    expect(telegram.topicName(chat, topicOf(request.chat))).toBe('zoom in slowly');
  });

  it('a part of an album that comes late is in the topic of the album', async () => {
    const [first] = telegram.album(chat, ann, [await photo('make a clip'), await photo()]);
    const request = await rig.received();
    telegram.says(chat, ann, { ...(await photo()), media_group_id: first?.media_group_id });
    expect((await rig.received(2)).chat).toBe(request.chat);
    telegram.album(chat, ann, [await photo('another clip'), await photo()]);
    expect((await rig.received(3)).chat).not.toBe(request.chat);
    expect(topics()).toEqual(['make a clip', 'another clip']);
  });

  it('an edit changes the request that opened the topic, and the next process opens no second one', async () => {
    const said = telegram.says(chat, ann, await photo('make a clip'));
    const request = await rig.received();
    telegram.edits(said, 'make a long clip');
    await rig.passes(() => rig.amended.length > 0);
    expect(rig.amended[0]).toMatchObject({ chat: request.chat, id: request.id, text: 'make a long clip' });
    const [update] = telegram.calls('getUpdates').flatMap(({ answer }) => updatesIn(answer?.body));
    await rig.again();
    if (update) telegram.repeats(update);
    await rig.confirmed();
    expect(rig.accepted).toHaveLength(1);
    expect(topics()).toHaveLength(1);
  });

  it('a topic that the client opened without a name is called like its first request', async () => {
    const topic = telegram.topic(chat, ann, 'New Chat', { implicit: true });
    telegram.says(chat, ann, { ...(await photo('a sunrise')), thread: topic });
    expect((await rig.received()).chat).toBe(`telegram:7:${topic}`);
    await telegram.answered('editForumTopic');
    expect(telegram.topicName(chat, topic)).toBe('a sunrise');
    const named = telegram.topic(chat, ann, 'Films');
    telegram.says(chat, ann, { text: 'make a clip', thread: named });
    await rig.received(2);
    expect(telegram.topicName(chat, named)).toBe('Films');
    expect(topics()).toEqual([]);
  });

  it('one that is refused is not asked for again for an hour, and the chat goes on without', async () => {
    telegram.next('createForumTopic', faults.refused(400, 'Bad Request: BOT_FORUM_CREATE_FORBIDDEN'));
    telegram.says(chat, ann, await photo('one'));
    expect((await rig.received()).chat).toBe('telegram:7');
    telegram.says(chat, ann, await photo('two'));
    expect((await rig.received(2)).chat).toBe('telegram:7');
    expect(topics()).toEqual(['one']);
    await rig.clock.advance(3_600_000);
    telegram.says(chat, ann, await photo('three'));
    expect((await rig.received(3)).chat).not.toBe('telegram:7');
  });

  it('the first video of a person comes with its effect, those in later topics without', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reelay-telegram-'));
    const path = join(folder, 'film.mp4');
    await writeFile(path, 'a film');
    const video = { path, name: 'film.mp4', bytes: 6, width: 16, height: 9, durationMs: 1000 };
    for (const [index, name] of ['one', 'two'].entries()) {
      telegram.says(chat, ann, await photo(name));
      const { chat: key } = await rig.received(index + 1);
      await rig.send(key, name, { video, key });
    }
    await rm(folder, { recursive: true });
    const effects = telegram.shown(chat).flatMap(({ video: film, effect }) => (film ? [effect] : []));
    expect(effects).toEqual(['5046509860389126442', undefined]);
  });
});

it('nobody who may not use the bot opens a topic', async () => {
  await begin(true, { ...OPEN_ACCESS, access: 'list', allowed: new Set(['telegram:8']) });
  telegram.says(chat, ann, await photo('make a clip'));
  await rig.passes(() => telegram.shown(chat).some(({ mine }) => mine));
  expect(topics()).toEqual([]);
});

it('in a private chat without topics all is one project', async () => {
  await begin(false);
  telegram.says(chat, ann, await photo('make a clip'));
  expect((await rig.received()).chat).toBe('telegram:7');
  expect(topics()).toEqual([]);
});

function updatesIn(body: unknown): { update_id: number }[] {
  const isAnswer = typeof body === 'object' && body !== null && 'result' in body && Array.isArray(body.result);
  return isAnswer ? (body as { result: { update_id: number }[] }).result : [];
}

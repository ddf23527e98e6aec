import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { NextStep, Reply, VideoFile } from '../../../src/core/chat.ts';
import { type FakeTelegram, faults, type TgChat, type TgMessage, type TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

let rig: TelegramRig;
let telegram: FakeTelegram;
let ann: TgUser;
let chat: TgChat;
let asked: TgMessage;

beforeEach(async () => {
  rig = await TelegramRig.start();
  telegram = rig.telegram;
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  chat = telegram.dm(ann);
  asked = telegram.says(chat, ann, 'make a clip');
  await rig.confirmed();
});

const NEXT: NextStep[] = [{ name: 'variation', label: 'Another' }];
const SIGNAL = new AbortController().signal;
const edits = () => telegram.calls('editMessageText').length + telegram.calls('editMessageCaption').length;
/** What the bot said, without the question. */
const said = (where: TgChat = chat) =>
  telegram
    .shown(where)
    .filter(({ mine }) => mine)
    .map(({ text }) => text);

/** Settles while the time moves on. */
async function settles<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const settled = work.finally(() => {
    over = true;
  });
  settled.catch(() => {});
  await rig.passes(() => over);
  return settled;
}

function reply(more: Partial<Reply> = {}): Partial<Reply> {
  return { inReplyTo: String(asked.message_id), ...more };
}

/** A send whose process ends before the answer comes. */
async function killed(text: string, more: Partial<Reply>, where = 'telegram:7'): Promise<void> {
  const process = new AbortController();
  const looked = rig.log.length;
  const sent = rig.send(where, text, more, process.signal);
  const ended = expect(sent).rejects.toThrow('killed');
  await rig.passes(() => rig.log.slice(looked).some((line) => line.includes('may have arrived')), 0);
  process.abort(new Error('killed'));
  await ended;
}

async function film(): Promise<VideoFile> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-telegram-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'film.mp4');
  await writeFile(path, 'a film');
  return { path, name: 'film.mp4', bytes: 6, width: 16, height: 9, durationMs: 1000 };
}

describe('a message whose answer got lost', () => {
  it.each([
    ['the connection broke', faults.resetAfter()],
    ['half an answer came', faults.resetMidway()],
    ['a gateway stopped waiting', faults.pageAfter(504)],
  ])('is found and not posted again: %s', async (_what, fault) => {
    telegram.next('sendMessage', fault);
    const ref = await settles(rig.send('telegram:7', '**Done**', reply({ next: NEXT })));
    const [, shown] = telegram.shown(chat);
    expect(said()).toEqual(['Done']);
    expect(shown).toMatchObject({ id: Number(ref), earlier: [], replyTo: asked.message_id });
    expect(shown?.buttons).toEqual([{ text: 'Another', callback_data: 'key-1.0' }]);
    expect(telegram.calls('sendMessage')).toHaveLength(1);
    expect(edits()).toBe(1);
  });

  it('is found when it is a video', async () => {
    telegram.next('sendVideo', faults.resetAfter());
    const ref = await settles(rig.send('telegram:7', 'Video ready', reply({ video: await film(), next: NEXT })));
    expect(telegram.shown(chat).filter(({ video }) => video)).toMatchObject([{ id: Number(ref), earlier: [] }]);
    expect(telegram.calls('sendVideo')).toHaveLength(1);
  });

  it('is posted again when it is not there', async () => {
    telegram.next('sendMessage', faults.page(504), faults.page(504), faults.page(504));
    await settles(rig.send('telegram:7', 'Done', reply()));
    expect(said()).toEqual(['Done']);
    expect(telegram.calls('sendMessage')).toHaveLength(4);
  });

  it('is posted again, once, when no message is known behind which to look', async () => {
    const bob = telegram.dm(telegram.user({ id: 8, first_name: 'Bob' }));
    await rig.again();
    telegram.next('sendMessage', faults.resetAfter(), faults.resetAfter());
    await expect(settles(rig.send('telegram:8', 'Done'))).rejects.toThrow(/sendMessage/);
    expect(said(bob)).toEqual(['Done', 'Done']);
    expect(edits()).toBe(0);
  });

  it('is looked for behind what people say meanwhile, waiting out a pause', async () => {
    const group = telegram.group({ title: 'Family', supergroup: true, members: [ann] });
    const question = telegram.says(group, ann, `@${telegram.bot.username} make a clip`);
    await rig.confirmed();
    const before = telegram.says(group, ann, 'one');
    telegram.next('sendMessage', faults.resetAfter());
    telegram.next('editMessageText', faults.flood(60));
    await settles(rig.send(`telegram:${group.id}`, 'Done', { inReplyTo: String(question.message_id) }));
    expect(said(group)).toEqual(['Done']);
    expect(telegram.shown(group).find(({ id }) => id === before.message_id)?.text).toBe('one');
    expect(telegram.calls('sendMessage')).toHaveLength(1);
  });
});

describe('a message that was on its way when the process was killed', () => {
  it.each(['text', 'video'] as const)('is found by the next one: %s', async (kind) => {
    const more = reply({ next: NEXT, ...(kind === 'video' && { video: await film() }) });
    telegram.next(kind === 'video' ? 'sendVideo' : 'sendMessage', faults.resetAfter());
    await killed('Done', more);
    await rig.again();
    const ref = await settles(rig.send('telegram:7', 'Done', more));
    expect(telegram.shown(chat)[1]).toMatchObject({ id: Number(ref), text: 'Done', earlier: [] });
    expect(said()).toEqual(['Done']);
  });

  it('is posted by the next one when it never got there', async () => {
    telegram.next('sendMessage', faults.page(504));
    await killed('Done', reply());
    await rig.again();
    await settles(rig.send('telegram:7', 'Done', reply()));
    expect(said()).toEqual(['Done']);
  });

  it('is the second part of a long text', async () => {
    const long = `${'a '.repeat(2000).trim()}\n\n${'b '.repeat(2000).trim()}`;
    telegram.next('sendMessage', faults.slow(Promise.resolve()), faults.resetAfter());
    await killed(long, reply());
    await rig.again();
    await settles(rig.send('telegram:7', long, reply()));
    expect(said().map((text) => text?.[0])).toEqual(['a', 'b']);
  });

  it('is distinguished from other messages of the bot, which are left as they are', async () => {
    telegram.next('sendMessage', faults.slow(Promise.resolve()), faults.resetAfter());
    const ref = await rig.adapter.showProgress('telegram:7', 'Sending', undefined, SIGNAL);
    await killed('Done', reply());
    await rig.adapter.showProgress('telegram:7', 'Rendering', undefined, SIGNAL);
    await rig.send('telegram:7', 'Status', { key: 'key-2' });
    await rig.again();
    const found = await settles(rig.send('telegram:7', 'Done', reply()));
    expect(said()).toEqual(['Sending', 'Done', 'Rendering', 'Status']);
    expect(telegram.shown(chat).every(({ earlier }) => earlier.length === 0)).toBe(true);
    expect(found).not.toBe(ref);
  });

  it('is never another message of the bot made over, when it did not get there', async () => {
    telegram.next('sendMessage', faults.page(504));
    await killed('Done', reply());
    await rig.adapter.showProgress('telegram:7', 'Rendering', undefined, SIGNAL);
    await rig.send('telegram:7', 'Status', { key: 'key-2' });
    await rig.again();
    await settles(rig.send('telegram:7', 'Done', reply()));
    expect(said()).toEqual(['Rendering', 'Status', 'Done']);
  });

  it('is posted again when it cannot be distinguished from another one being sent: neither is lost', async () => {
    telegram.next('sendMessage', faults.resetAfter(), faults.resetAfter());
    await killed('One', reply());
    await killed('Two', reply({ key: 'key-2' }));
    await rig.again();
    await settles(rig.send('telegram:7', 'One', reply()));
    await settles(rig.send('telegram:7', 'Two', reply({ key: 'key-2' })));
    expect(said()).toHaveLength(3);
    expect(new Set(said())).toEqual(new Set(['One', 'Two']));
  });

  it('reuses a progress message whose id nobody knows', async () => {
    telegram.next('sendMessage', faults.resetAfter());
    await killed('Done', reply());
    telegram.deletes({ chat, message_id: asked.message_id + 1 });
    telegram.next('sendMessage', faults.resetAfter());
    expect(await rig.adapter.showProgress('telegram:7', 'Working', undefined, SIGNAL)).toBeUndefined();
    await rig.again();
    await settles(rig.send('telegram:7', 'Done', reply()));
    expect(said()).toEqual(['Done']);
  });

  it('does not take another topic’s for its own', async () => {
    const forum = telegram.group({ title: 'Forum', forum: true, members: [ann] });
    const [one, two] = [telegram.topic(forum, ann, 'One'), telegram.topic(forum, ann, 'Two')];
    await rig.confirmed();
    telegram.next('sendMessage', faults.page(504));
    await killed('Done', {}, `telegram:${forum.id}:${one}`);
    telegram.next('sendMessage', faults.resetAfter());
    await rig.adapter.showProgress(`telegram:${forum.id}:${two}`, 'Working', undefined, SIGNAL);
    await rig.again();
    await settles(rig.send(`telegram:${forum.id}:${one}`, 'Done'));
    expect(telegram.shown(forum, one).at(-1)?.text).toBe('Done');
    expect(telegram.shown(forum, two).map(({ text }) => text)).not.toContain('Done');
  });
});

it('buttons of a repeated message work', async () => {
  telegram.next('sendMessage', faults.page(504));
  await settles(rig.send('telegram:7', 'Done', reply({ next: NEXT, project: 'abc' })));
  const [, shown] = telegram.shown(chat);
  telegram.presses({ chat, message_id: shown?.id ?? 0 }, 'Another', ann);
  expect(await rig.received(2)).toMatchObject({ command: { name: 'variation' }, project: 'abc' });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatGoneError } from '../../../src/core/chat.ts';
import { type FakeTelegram, faults, type TgChat, type TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

let rig: TelegramRig;
let telegram: FakeTelegram;
let ann: TgUser;
let chat: TgChat;

beforeEach(async () => {
  rig = await TelegramRig.start();
  telegram = rig.telegram;
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  chat = telegram.dm(ann);
});

const texts = () => telegram.shown(chat).map((message) => message.text);

describe('progress', () => {
  const signal = new AbortController().signal;

  it('is one quiet message that changes and goes away', async () => {
    const ref = await rig.adapter.showProgress('telegram:7', 'Working <1>', undefined, signal);
    expect(await rig.adapter.showProgress('telegram:7', 'Rendering', ref, signal)).toBe(ref);
    expect(telegram.shown(chat)).toMatchObject([{ text: 'Rendering', earlier: ['Working <1>'] }]);
    expect(telegram.calls('sendMessage')[0]?.params.disable_notification).toBe(true);
    await rig.adapter.endProgress('telegram:7', ref ?? '', signal);
    expect(texts()).toEqual([]);
    await rig.adapter.endProgress('telegram:7', ref ?? '', signal);
  });

  it('that did not change is no failure', async () => {
    const ref = await rig.adapter.showProgress('telegram:7', 'Working', undefined, signal);
    expect(await rig.adapter.showProgress('telegram:7', 'Working', ref, signal)).toBe(ref);
  });

  it('that the user deleted is sent anew once', async () => {
    const ref = await rig.adapter.showProgress('telegram:7', 'Working', undefined, signal);
    telegram.deletes({ chat, message_id: Number(ref) });
    const again = await rig.adapter.showProgress('telegram:7', 'Rendering', ref, signal);
    expect(again).not.toBe(ref);
    expect(texts()).toEqual(['Rendering']);
    telegram.deletes({ chat, message_id: Number(again) });
    expect(await rig.adapter.showProgress('telegram:7', 'Sending', again, signal)).toBe(again);
    expect(texts()).toEqual([]);
  });

  it('goes on in the next process with the same message, or with a new one when that is gone', async () => {
    const ref = await rig.adapter.showProgress('telegram:7', 'Working', undefined, signal);
    await rig.again();
    expect(await rig.adapter.showProgress('telegram:7', 'I was restarted', ref, signal)).toBe(ref);
    expect(texts()).toEqual(['I was restarted']);
    telegram.deletes({ chat, message_id: Number(ref) });
    await rig.again();
    const renewed = await rig.adapter.showProgress('telegram:7', 'Rendering', ref, signal);
    expect(telegram.shown(chat)).toMatchObject([{ id: Number(renewed), text: 'Rendering' }]);
  });

  it('in a chat that is gone says so', async () => {
    const ref = await rig.adapter.showProgress('telegram:7', 'Working', undefined, signal);
    telegram.next('editMessageText', faults.refused(403, 'Forbidden: bot was blocked by the user'));
    await expect(rig.adapter.showProgress('telegram:7', 'Rendering', ref, signal)).rejects.toBeInstanceOf(
      ChatGoneError,
    );
  });

  it('a lost connection skips it', async () => {
    const ref = await rig.adapter.showProgress('telegram:7', 'Working', undefined, signal);
    telegram.next('editMessageText', faults.resetBefore());
    expect(await rig.adapter.showProgress('telegram:7', 'Rendering', ref, signal)).toBe(ref);
    expect(telegram.calls('editMessageText')).toHaveLength(1);
  });

  it('the bot is seen at work every four seconds, until it is not', async () => {
    const turn = new AbortController();
    const forum = telegram.group({ title: 'Forum', forum: true });
    const topic = telegram.topic(forum, ann, 'Videos');
    const busy = rig.adapter.showBusy?.(`telegram:${forum.id}:${topic}`, turn.signal);
    await telegram.answered('sendChatAction');
    await rig.clock.untilPending(2);
    await rig.clock.advance(4_000);
    await telegram.answered('sendChatAction', 2);
    turn.abort();
    await busy;
    await rig.clock.advance(20_000);
    expect(telegram.actions(forum).map(({ action, thread }) => [action, thread])).toEqual([
      ['typing', topic],
      ['typing', topic],
    ]);
  });

  it('while a video is being uploaded that is shown', async () => {
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    telegram.next('sendVideo', faults.slow(arrived));
    const folder = await mkdtemp(join(tmpdir(), 'reelay-telegram-'));
    const path = join(folder, 'film.mp4');
    await writeFile(path, 'a film');
    const video = { path, name: 'film.mp4', bytes: 6, width: 16, height: 9, durationMs: 1000 };
    const sent = rig.send('telegram:7', 'Done', { video });
    await telegram.called('sendVideo');
    const turn = new AbortController();
    const busy = rig.adapter.showBusy?.('telegram:7', turn.signal);
    await telegram.answered('sendChatAction');
    arrive();
    await sent;
    turn.abort();
    await busy;
    await rm(folder, { recursive: true });
    expect(telegram.actions(chat).map(({ action }) => action)).toEqual(['upload_video']);
  });
});

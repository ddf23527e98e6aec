import { beforeEach, expect, it } from 'vitest';
import type { NextStep } from '../../../src/core/chat.ts';
import type { FakeTelegram, TgChat, TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const NEXT: NextStep[] = [{ name: 'export', label: 'Export' }];

let rig: TelegramRig;
let telegram: FakeTelegram;
let ann: TgUser;

beforeEach(async () => {
  rig = await TelegramRig.start();
  telegram = rig.telegram;
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
});

let updates = 800_000_000;

/**
 * A press of a button under a message that Telegram does not give any more: it tells the chat, the id and `date: 0`, and
 * neither thread nor text (https://core.telegram.org/bots/api#inaccessiblemessage).
 */
function pressesInaccessible(chat: TgChat, messageId: number, data: string): void {
  const id = String(updates);
  const message = { chat, message_id: messageId, date: 0 };
  const query = { id, from: ann, message, chat_instance: String(chat.id), data };
  telegram.repeats({ update_id: updates++, callback_query: query });
}

it('a press under a message that is not accessible any more is a command of its chat', async () => {
  const chat = telegram.dm(ann);
  const ref = Number(await rig.send('telegram:7', 'Ready', { next: NEXT, project: 'abc' }));
  pressesInaccessible(chat, ref, 'key-1.0');
  expect(await rig.received()).toMatchObject({
    // The first press of its first button.
    id: `${ref}.0.1`,
    chat: 'telegram:7',
    command: { name: 'export' },
    project: 'abc',
  });
});

it('a press under an inaccessible message in a topic belongs to that topic', async () => {
  const forum = telegram.group({ title: 'Forum', forum: true, members: [ann] });
  const topic = telegram.topic(forum, ann, 'Videos');
  const ref = Number(await rig.send(`telegram:${forum.id}:${topic}`, 'Ready', { next: NEXT }));
  pressesInaccessible(forum, ref, 'key-1.0');
  expect(await rig.received()).toMatchObject({ chat: `telegram:${forum.id}:${topic}`, command: { name: 'export' } });
});

it('a press under a message in a topic belongs to that topic', async () => {
  const forum = telegram.group({ title: 'Forum', forum: true, members: [ann] });
  const topic = telegram.topic(forum, ann, 'Videos');
  const ref = Number(await rig.send(`telegram:${forum.id}:${topic}`, 'Ready', { next: NEXT }));
  telegram.presses(telegram.message(forum, ref), 'Export', ann);
  expect(await rig.received()).toMatchObject({ chat: `telegram:${forum.id}:${topic}`, command: { name: 'export' } });
});

it('a press under an inaccessible message in a supergroup belongs to the supergroup that its group became', async () => {
  const group = telegram.group({ title: 'Family', members: [ann] });
  const asked = telegram.says(group, ann, `@${telegram.bot.username} animate`);
  await rig.received();
  const moved = telegram.migrates(group);
  await rig.confirmed();
  // Posted to the chat's key of before: it lands in the supergroup, and so does a press under it.
  const more = { next: NEXT, inReplyTo: String(asked.message_id) };
  const ref = Number(await rig.send(`telegram:${group.id}`, 'Ready', more));
  pressesInaccessible(moved, ref, 'key-1.0');
  expect(await rig.received(2)).toMatchObject({
    chat: `telegram:${moved.id}@${ann.id}`,
    command: { name: 'export' },
  });
});

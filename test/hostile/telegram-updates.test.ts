import { expect, it } from 'vitest';
import { withIds } from '../../src/adapters/telegram/read-update.ts';
import { TelegramRig } from '../adapters/telegram/rig.ts';

type Json = Record<string, unknown>;

const CHAT = { id: 7, type: 'private', first_name: 'Ann' };
const ANN = { id: 7, is_bot: false, first_name: 'Ann' };
const message = (fields: Json = {}): Json => ({
  message_id: 900,
  date: 1_700_000_000,
  chat: CHAT,
  from: ANN,
  text: 'x',
  ...fields,
});
const without = (fields: Json, name: string) =>
  Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name));
/** What an update is of, its kind, and what it brings. */
type Given = [what: string, kind: string, value: unknown];

const UNREADABLE: Given[] = [
  ['a message that is null', 'message', null],
  ['a message that is a number', 'message', 7],
  ['a message without its chat', 'message', without(message(), 'chat')],
  ['a message without an id', 'message', without(message(), 'message_id')],
  ['a message whose text is a number', 'message', message({ text: 7 })],
  ['a message whose entities are a text', 'message', message({ entities: 'bold' })],
  ['a message with an entity that is null', 'message', message({ entities: [null] })],
  [
    'a message with a mention of nobody',
    'message',
    message({ entities: [{ type: 'text_mention', offset: 0, length: 1 }] }),
  ],
  ['a photo of no size', 'message', message({ text: undefined, photo: [] })],
  ['a member of an album without its chat', 'message', without(message({ media_group_id: '5', photo: [{}] }), 'chat')],
  ['a group that became nothing', 'message', message({ migrate_to_chat_id: {} })],
  ['an edit that is null', 'edited_message', null],
  ['an edit without its chat', 'edited_message', without(message(), 'chat')],
  ['a press of nobody', 'callback_query', { id: '1', data: 'x' }],
  ['a membership without its chat', 'my_chat_member', { from: ANN }],
];

/** Odd, but nothing that is needed is missing, or nothing of it is for the bot. */
const PASSED_OVER: Given[] = [
  ['a message without a sender', 'message', without(message(), 'from')],
  [
    'a message whose entities lie outside of it',
    'message',
    message({ text: 'make a clip', entities: [{ type: 'mention', offset: -5, length: 1e9 }] }),
  ],
  ['a photo that is null', 'message', message({ text: undefined, photo: [null] })],
  ['a document that is a text', 'message', message({ text: undefined, document: 'x' })],
  ['a reply to null', 'message', message({ reply_to_message: null })],
  ['a reply to a number', 'message', message({ reply_to_message: 7 })],
  ['a press that is null', 'callback_query', null],
  ['a press whose data is a number', 'callback_query', { id: '1', from: ANN, data: 7, message: message() }],
  [
    'a press under a message without a chat',
    'callback_query',
    { id: '1', from: ANN, data: 'a', message: { message_id: 5 } },
  ],
  ['a kind that does not exist', 'teleported_message', {}],
];

async function talk() {
  const rig = await TelegramRig.start();
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  const chat = rig.telegram.dm(ann);
  /** The update comes, and a message after it, which is handled. */
  const gives = async ([what, kind, value]: Given) => {
    rig.log.length = 0;
    rig.telegram.gives(kind, value);
    rig.telegram.says(chat, ann, `after ${what}`);
    await rig.passes(() => rig.accepted.some(({ text }) => text === `after ${what}`));
    // Telegram is told to forget both.
    await rig.confirmed();
  };
  return { rig, gives };
}

it('an update that cannot be read is dropped and logged, and the next one is handled', async () => {
  const { rig, gives } = await talk();
  for (const update of UNREADABLE) {
    await gives(update);
    expect(rig.log.join(''), update[0]).toMatch(/"level":50.*(cannot be read|not handled); dropped/);
  }
  expect(rig.accepted).toHaveLength(UNREADABLE.length);
});

it('what is odd in an update keeps nobody waiting', async () => {
  const { rig, gives } = await talk();
  for (const update of PASSED_OVER) await gives(update);
  expect(rig.log.filter((line) => line.includes('"level":50'))).toEqual([]);
});

it('an answer of getUpdates that holds what is no update is gone on with', async () => {
  expect(withIds(JSON.parse('[null, {}, {"update_id": "7"}, {"update_id": 8}]'))).toEqual([{ update_id: 8 }]);
});

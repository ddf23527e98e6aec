import { beforeEach, describe, expect, it } from 'vitest';
import { isPublicUrl } from '../../../src/adapters/telegram/buttons.ts';
import type { NextStep } from '../../../src/core/chat.ts';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import type { FakeTelegram, TgChat, TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const NEXT: NextStep[] = [
  { name: 'export', label: 'Export' },
  { name: 'remove', argument: '2', label: 'Remove 2' },
];

let rig: TelegramRig;
let telegram: FakeTelegram;
let ann: TgUser;
let bob: TgUser;

beforeEach(async () => {
  rig = await TelegramRig.start();
  telegram = rig.telegram;
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  bob = telegram.user({ id: 8, first_name: 'Bob', language_code: 'zh-hans' });
});

const answerTo = (id: string) =>
  telegram.until(() => telegram.queries.find((query) => query.id === id && query.answer)?.answer);

describe('a pressed button', () => {
  it('is answered, and calls its command for its project', async () => {
    const chat = telegram.dm(ann);
    const ref = Number(await rig.send('telegram:7', 'Ready', { next: NEXT, project: 'abcdef0123456789' }));
    const id = telegram.presses(telegram.message(chat, ref), 'Remove 2', ann);
    expect(await rig.received()).toEqual({
      id: `${ref}.1.1`,
      chat: 'telegram:7',
      userId: '7',
      locale: 'en',
      text: '',
      attachments: [],
      command: { name: 'remove', argument: '2' },
      project: 'abcdef0123456789',
      repliesTo: String(ref),
    });
    expect(await answerTo(id)).toEqual({ showAlert: false });
  });

  it('is answered by a reply to the message it stands under', async () => {
    const chat = telegram.dm(ann);
    const ref = Number(await rig.send('telegram:7', 'Ready', { next: NEXT }));
    telegram.presses(telegram.message(chat, ref), 'Export', ann);
    const { id } = await rig.received();
    await rig.send('telegram:7', 'Done', { key: 'key-2', inReplyTo: id });
    expect(telegram.shown(chat).at(-1)).toMatchObject({ text: 'Done', replyTo: ref });
  });

  it('carries an id that says nothing and fits', async () => {
    const chat = telegram.dm(ann);
    await rig.send('telegram:7', 'Ready', { key: '0123456789abcdef012345678', next: NEXT, project: 'p'.repeat(16) });
    const data = telegram.shown(chat).flatMap(({ buttons }) => buttons.map((button) => button.callback_data ?? ''));
    expect(data).toEqual(['0123456789abcdef012345678.0', '0123456789abcdef012345678.1']);
  });

  it('in a group is for everybody, each for themselves, and stays when somebody else pressed it', async () => {
    const group = telegram.group({ title: 'Family', members: [ann, bob] });
    const asked = telegram.says(group, ann, '@reelay_test_bot animate');
    await rig.received();
    const more = { next: NEXT, inReplyTo: String(asked.message_id) };
    const ref = Number(await rig.send(`telegram:${group.id}`, 'Ready', more));
    const his = telegram.presses(telegram.message(group, ref), 'Export', bob);
    const chat = `telegram:${group.id}`;
    const asks = { command: { name: 'export' }, repliesTo: String(ref) };
    expect(await rig.received(2)).toMatchObject({ ...asks, chat: `${chat}@8`, userId: '8' });
    expect(await answerTo(his)).toEqual({ showAlert: false });
    rig.ended.add(`${chat}/${rig.accepted[1]?.id}`);
    const hers = telegram.presses(telegram.message(group, ref), 'Export', ann);
    expect(await rig.received(3)).toMatchObject({ ...asks, chat: `${chat}@7`, userId: '7' });
    expect(await answerTo(hers)).toEqual({ showAlert: false });
    expect(rig.accepted[2]?.id).not.toBe(rig.accepted[1]?.id);
  });

  it('three times at once is one request, and the others hear that it was pressed', async () => {
    const chat = telegram.dm(ann);
    const ref = Number(await rig.send('telegram:7', 'Ready', { next: NEXT }));
    const ids = [1, 2, 3].map(() => telegram.presses(telegram.message(chat, ref), 'Export', ann));
    const answers = await Promise.all(ids.map(answerTo));
    expect(answers.filter((answer) => answer.text === undefined)).toHaveLength(1);
    expect(answers.filter((answer) => answer.text?.startsWith('This button was pressed already.'))).toHaveLength(2);
    await rig.confirmed();
    expect(rig.accepted.map(({ command }) => command?.name)).toEqual(['export']);
  });

  it('is removed from its message; the others stay, and so does one that only shows something', async () => {
    const chat = telegram.dm(ann);
    const next: NextStep[] = [...NEXT, { name: 'status', label: 'Status' }];
    const ref = Number(await rig.send('telegram:7', 'Ready', { next }));
    const labels = () => telegram.shown(chat).flatMap(({ buttons }) => buttons.map(({ text }) => text));
    telegram.presses(telegram.message(chat, ref), 'Export', ann);
    await telegram.until(() => labels().length === 2 || undefined);
    expect(labels()).toEqual(['Remove 2', 'Status']);
    telegram.presses(telegram.message(chat, ref), 'Status', ann);
    await rig.received(2);
    await rig.confirmed();
    expect(labels()).toEqual(['Remove 2', 'Status']);
  });

  it('whose request cannot be journaled is not used up: it is accepted once the store is back', async () => {
    const chat = telegram.dm(ann);
    const ref = Number(await rig.send('telegram:7', 'Ready', { next: NEXT }));
    let broken = true;
    rig.onAccept = async () => {
      if (broken) throw new StoreUnavailableError('no store');
    };
    telegram.presses(telegram.message(chat, ref), 'Export', ann);
    await rig.passes(() => rig.log.some((line) => line.includes('journal')));
    expect(telegram.shown(chat).flatMap(({ buttons }) => buttons)).toHaveLength(2);
    broken = false;
    expect(await rig.received()).toMatchObject({ command: { name: 'export' } });
  });

  it('again after the answer, from a client that shows the old buttons, is a new request', async () => {
    const chat = telegram.dm(ann);
    const ref = Number(await rig.send('telegram:7', 'Ready', { next: NEXT }));
    telegram.presses(telegram.message(chat, ref), 'Export', ann);
    const first = await rig.received();
    rig.ended.add(`${first.chat}/${first.id}`);
    await rig.confirmed();
    telegram.presses(telegram.message(chat, ref), { data: 'key-1.0' }, ann);
    expect((await rig.received(2)).id).toBe(`${ref}.0.2`);
  });

  it('that Telegram reports twice is one request, also after its end and in the next process', async () => {
    const chat = telegram.dm(ann);
    const ref = Number(await rig.send('telegram:7', 'Ready', { next: NEXT }));
    telegram.presses(telegram.message(chat, ref), 'Export', ann);
    const first = await rig.received();
    rig.ended.add(`${first.chat}/${first.id}`);
    await rig.confirmed();
    const update = telegram
      .calls('getUpdates')
      .flatMap(
        (call) =>
          (call.answer?.body as { result?: { update_id: number; callback_query?: unknown }[] } | undefined)?.result ??
          [],
      )
      .find((each) => each.callback_query !== undefined);
    await rig.again();
    if (update) telegram.repeats(update);
    telegram.says(chat, ann, '/help');
    await rig.received(2);
    await rig.confirmed();
    expect(rig.accepted.map(({ command }) => command?.name)).toEqual(['export', 'help']);
  });

  it('that nobody knows any more says that it is over', async () => {
    const chat = telegram.dm(ann);
    const ref = Number(await rig.send('telegram:7', 'Ready', { next: NEXT }));
    const id = telegram.presses(telegram.message(chat, ref), { data: 'made-up' }, ann);
    expect(await answerTo(id)).toEqual({ text: 'This is over; the button no longer works.', showAlert: true });
    await rig.confirmed();
    expect(rig.accepted).toEqual([]);
  });

  it('cannot be made up for another chat', async () => {
    telegram.dm(ann);
    await rig.send('telegram:7', 'Ready', { next: NEXT });
    const his = telegram.dm(bob);
    const ref = Number(await rig.send('telegram:8', 'Ready', { key: 'key-2', next: NEXT }));
    const id = telegram.presses(telegram.message(his, ref), { data: 'key-1.0' }, bob);
    expect((await answerTo(id))?.showAlert).toBe(true);
    await rig.confirmed();
    expect(rig.accepted).toEqual([]);
  });

  it('works also after a restart, and in the supergroup that its group became', async () => {
    const group = telegram.group({ title: 'Family', members: [ann, bob] });
    const asked = telegram.says(group, ann, '@reelay_test_bot animate');
    await rig.received();
    const moved: TgChat = telegram.migrates(group);
    await rig.confirmed();
    await rig.again();
    const more = { next: NEXT, inReplyTo: String(asked.message_id) };
    const ref = Number(await rig.send(`telegram:${moved.id}`, 'Ready', more));
    telegram.presses(telegram.message(moved, ref), 'Export', ann);
    expect(await rig.received(2)).toMatchObject({ chat: `telegram:${moved.id}@7`, command: { name: 'export' } });
  });
});

it.each([
  ['https://web.example/p', true],
  ['http://127.0.0.1:8080/p', false],
  ['http://localhost:8080/p', false],
  ['http://nemo.local/p', false],
  ['tg://resolve?domain=x', false],
  ['no address', false],
])('%s as a button: %s', (url, can) => {
  expect(isPublicUrl(url)).toBe(can);
});

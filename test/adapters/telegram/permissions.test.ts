import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, faults, type TgChat, type TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

let rig: TelegramRig;
let telegram: FakeTelegram;
let ann: TgUser;
let bob: TgUser;
let boss: TgUser;
let forum: TgChat;
let topic: number;

/** Somebody says something in a topic, which all share. */
const says = (user: TgUser, text: string) => telegram.says(forum, user, { text, thread: topic });

beforeEach(async () => {
  rig = await TelegramRig.start();
  telegram = rig.telegram;
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  bob = telegram.user({ id: 8, first_name: 'Bob', language_code: 'en' });
  boss = telegram.user({ id: 9, first_name: 'Bo', language_code: 'en' });
  forum = telegram.group({ title: 'Family', forum: true, members: [ann, bob], admins: [boss] });
  topic = telegram.topic(forum, ann, 'Films');
  says(ann, '@reelay_test_bot make a clip');
  await rig.received();
  rig.queue = { running: '7', waiting: ['7', '8'] };
});

const OTHERS_WORK = '🔒 /{command} concerns what somebody else here asked for. Only they or a moderator';
const denied = (command: string) =>
  telegram.seen(forum, ({ mine, text }) => mine && text.startsWith(OTHERS_WORK.replace('{command}', command)));

describe('in a topic, what ends or repeats the work of another', () => {
  it.each(['/cancel', '/remove 1', '/rerun', '/new', '/link'])('%s is denied to other members', async (text) => {
    says(bob, text);
    await denied(text.slice(1).split(' ')[0] ?? '');
    await rig.confirmed();
    expect(rig.accepted).toHaveLength(1);
  });

  it('is denied in words too', async () => {
    says(bob, '@reelay_test_bot cancel');
    await denied('cancel');
    expect(rig.accepted).toHaveLength(1);
  });

  it('is for its author', async () => {
    says(ann, '/cancel');
    expect(await rig.received(2)).toMatchObject({ userId: '7', command: { name: 'cancel' } });
    says(bob, '/remove 2');
    expect(await rig.received(3)).toMatchObject({ userId: '8', command: { name: 'remove', argument: '2' } });
  });

  it('is for an administrator, looked up when it is used', async () => {
    says(boss, '/cancel');
    expect(await rig.received(2)).toMatchObject({ userId: '9' });
    telegram.becomes(forum, bob, 'administrator');
    says(bob, '/new');
    expect(await rig.received(3)).toMatchObject({ userId: '8', command: { name: 'new' } });
  });

  it('is denied when the look-up fails', async () => {
    telegram.next('getChatMember', faults.resetBefore(), faults.resetBefore(), faults.resetBefore());
    says(boss, '/cancel');
    await rig.passes(() => telegram.shown(forum, topic).some(({ text }) => text.startsWith('🔒 /cancel')));
    await rig.confirmed();
    expect(rig.accepted).toHaveLength(1);
  });

  it('is denied as a button too, which stays', async () => {
    const next = [{ name: 'rerun' as const, label: 'Again' }];
    const ref = Number(
      await rig.send(`telegram:${forum.id}:${topic}`, 'Done', { next, inReplyTo: rig.accepted[0]?.id }),
    );
    says(bob, '@reelay_test_bot make another clip');
    await rig.received(2);
    const id = telegram.presses(telegram.message(forum, ref), 'Again', ann);
    const answer = await telegram.until(
      () => telegram.queries.find((query) => query.id === id && query.answer)?.answer,
    );
    expect(answer?.text).toContain('/rerun concerns what somebody else here asked for');
    await rig.confirmed();
    expect(rig.accepted).toHaveLength(2);
    expect(telegram.shown(forum, topic).find((message) => message.id === ref)?.buttons).toHaveLength(1);
  });

  it('is not reached by editing a message that waits', async () => {
    const message = says(bob, '@reelay_test_bot make it blue');
    await rig.received(2);
    telegram.edits(message, '@reelay_test_bot new project');
    telegram.edits(message, '@reelay_test_bot make it green');
    await rig.passes(() => rig.amended.length > 0);
    await rig.confirmed();
    expect(rig.amended.map(({ text }) => text)).toEqual(['make it green']);
  });
});

it('what changes the chat for everybody is for administrators, and for the one person who works there', async () => {
  says(bob, '/language zh');
  await telegram.seen(forum, ({ text }) =>
    text.startsWith('🔒 /language changes things for everybody here, so it is for moderators.'),
  );
  says(ann, '/language zh');
  expect(await rig.received(2)).toMatchObject({ userId: '7', command: { name: 'language', argument: 'zh' } });
});

it('in a group, where everybody has a chat of their own, nobody needs an administrator', async () => {
  const group = telegram.group({ title: 'Friends', members: [ann, bob] });
  telegram.says(group, bob, '/language zh');
  const chat = `telegram:${group.id}@8`;
  expect(await rig.received(2)).toMatchObject({ chat, userId: '8', command: { name: 'language', argument: 'zh' } });
  telegram.says(group, bob, '/cancel');
  expect(await rig.received(3)).toMatchObject({ chat, command: { name: 'cancel' } });
  telegram.says(group, bob, '/credits');
  expect(await rig.received(4)).toMatchObject({ chat, command: { name: 'credits' } });
});

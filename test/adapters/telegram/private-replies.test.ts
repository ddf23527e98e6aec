import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ChatGoneError, type Reply } from '../../../src/core/chat.ts';
import { type FakeTelegram, faults, type TgChat, type TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

interface Scene {
  rig: TelegramRig;
  telegram: FakeTelegram;
  ann: TgUser;
  bob: TgUser;
  group: TgChat;
  /** The key of Ann's chat in the group. */
  chat: string;
}

async function scene(version?: '10.1' | '10.2' | '10.3', how: { administrator?: boolean } = {}): Promise<Scene> {
  const rig = await TelegramRig.start({}, version ? { version } : {});
  const { telegram } = rig;
  await telegram.answered('setMyCommands', 6);
  const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  const bob = telegram.user({ id: 8, first_name: 'Bob', language_code: 'en' });
  const group = telegram.group({ title: 'Friends', supergroup: true, members: [ann, bob] });
  if (how.administrator) telegram.becomes(group, telegram.bot, 'administrator');
  return { rig, telegram, ann, bob, group, chat: `telegram:${group.id}@7` };
}

/** Ann asks in the group where everybody reads it; resolves with the request's id. */
async function asks({ rig, telegram, ann, group }: Scene): Promise<string> {
  const before = rig.accepted.length;
  telegram.says(group, ann, '@reelay_test_bot make a clip');
  return (await rig.received(before + 1)).id;
}

const signal = new AbortController().signal;
const texts = (list: { text: string }[]) => list.map(({ text }) => text);
/** What everybody reads that the bot wrote. */
const publicly = ({ telegram, group }: Scene) => texts(telegram.shown(group).filter(({ mine }) => mine));
const alone = ({ telegram, group }: Scene, user: TgUser) =>
  texts(telegram.shownAlone(group, user).filter(({ mine }) => mine));
const PRIVATE: Partial<Reply> = { private: true, language: 'en' };
const IN_DM = '👥 About the group where you asked; commands about it go there.\nIt failed';

describe('a private reply in a group', () => {
  it('is seen by the person who asked alone, where the bot is an administrator', async () => {
    const at = await scene('10.3', { administrator: true });
    const { rig, bob, ann, chat } = at;
    const inReplyTo = await asks(at);
    const ref = await rig.send(chat, 'It **failed**', { ...PRIVATE, inReplyTo });
    expect(alone(at, ann)).toEqual(['It failed']);
    expect(alone(at, bob)).toEqual([]);
    expect(publicly(at)).toEqual([]);
    expect(ref).toMatch(/^e29341001-\d+$/);
    expect(await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo })).toBe(ref);
    expect(rig.telegram.calls('sendMessage')).toHaveLength(1);
  });

  it('goes to the private chat where the bot is no administrator, and is tried otherwise once in ten minutes', async () => {
    const at = await scene();
    const { rig, telegram, ann, chat, group } = at;
    const direct = telegram.dm(ann);
    const inReplyTo = await asks(at);
    await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo });
    expect(texts(telegram.shown(direct))).toEqual([IN_DM]);
    expect(publicly(at)).toEqual([]);
    const tries = () =>
      telegram.calls('sendMessage').filter(({ params }) => Number(params.chat_id) === group.id).length;
    expect(tries()).toBe(1);
    await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo, key: 'key-2' });
    expect(tries()).toBe(1);
    await rig.clock.advance(11 * 60_000);
    await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo, key: 'key-3' });
    expect(tries()).toBe(2);
  });

  it('is tried again as soon as the bot is made an administrator', async () => {
    const at = await scene();
    const { rig, telegram, ann, chat, group } = at;
    const inReplyTo = await asks(at);
    await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo });
    telegram.adds(group, ann, 'administrator');
    await rig.confirmed();
    await rig.send(chat, 'It failed again', { ...PRIVATE, inReplyTo, key: 'key-2' });
    expect(alone(at, ann)).toEqual(['It failed again']);
  });

  it('is read by all where the person never wrote to the bot, and where its buttons belong to the group', async () => {
    const at = await scene();
    const { rig, telegram, ann, chat } = at;
    const inReplyTo = await asks(at);
    await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo });
    const direct = telegram.dm(ann);
    const next = [{ name: 'settings', label: 'Back' }];
    await rig.send(chat, 'Settings', { ...PRIVATE, inReplyTo, key: 'key-2', next, menu: true });
    expect(publicly(at)).toEqual(['It failed', 'Settings']);
    expect(telegram.shown(direct)).toEqual([]);
  });

  it('comes as plain text where Telegram cannot read its markup', async () => {
    const at = await scene('10.3', { administrator: true });
    const inReplyTo = await asks(at);
    at.telegram.next('sendMessage', faults.refused(400, "Bad Request: can't parse entities: unexpected end tag"));
    await at.rig.send(at.chat, '**Two**', { ...PRIVATE, inReplyTo });
    expect(alone(at, at.ann)).toEqual(['**Two**']);
  });

  it('has its picture with it', async () => {
    const at = await scene('10.3', { administrator: true });
    const inReplyTo = await asks(at);
    const folder = await mkdtemp(join(tmpdir(), 'reelay-telegram-'));
    const path = join(folder, 'list.csv');
    await writeFile(path, 'a,b');
    const file = { kind: 'document', path, name: 'list.csv', bytes: 3, contentType: 'text/csv' } as const;
    await at.rig.send(at.chat, 'The list', { ...PRIVATE, inReplyTo, file });
    await rm(folder, { recursive: true });
    const [shown] = at.telegram.shownAlone(at.group, at.ann);
    expect(shown?.document?.bytes.toString()).toBe('a,b');
    expect(shown?.text).toBe('The list');
    expect(publicly(at)).toEqual([]);
  });

  it('for who writes in the group’s name is read where they asked, and holds nobody else’s back', async () => {
    const at = await scene('10.3', { administrator: true });
    const { rig, telegram, group, chat, ann } = at;
    const anonymous = telegram.user({ id: 1087968824, first_name: 'Group', is_bot: true });
    telegram.says(group, anonymous, { text: '@reelay_test_bot make a clip', more: { sender_chat: group } });
    const { id, chat: groups } = await rig.received();
    await rig.send(groups, 'It failed', { ...PRIVATE, inReplyTo: id });
    const shown = telegram.shown(group).filter(({ mine }) => mine);
    expect(shown.map(({ text, replyTo }) => [text, replyTo])).toEqual([['It failed', Number(id)]]);
    const inReplyTo = await asks(at);
    await rig.send(chat, 'It failed again', { ...PRIVATE, inReplyTo, key: 'key-2' });
    expect(alone(at, ann)).toEqual(['It failed again']);
    expect(publicly(at)).toEqual(['It failed']);
  });

  it('has no private chat to go to where the group itself has asked', async () => {
    const { rig, group } = await scene();
    await expect(rig.adapter.direct?.(String(group.id), signal)).rejects.toThrow(ChatGoneError);
    expect(await rig.adapter.direct?.('7', signal)).toBe('telegram:7');
  });

  it('for everybody stays for everybody', async () => {
    const at = await scene('10.3', { administrator: true });
    const inReplyTo = await asks(at);
    await at.rig.send(at.chat, 'Done', { inReplyTo });
    expect(publicly(at)).toEqual(['Done']);
    expect(at.telegram.shownAlone(at.group, at.ann)).toEqual([]);
  });
});

describe('a command that only the person who types it sees', () => {
  it('is declared for what is private, in groups alone', async () => {
    const { telegram } = await scene();
    const hidden = (scope: string) =>
      telegram.commandLists().find((each) => each.scope === scope && each.language === '')?.commands ?? [];
    const names = (scope: string) => hidden(scope).flatMap((each) => (each.is_ephemeral ? each.command : []));
    expect(names('all_group_chats')).toEqual(['help', 'status', 'timeline', 'credits', 'usage', 'link']);
    expect(names('all_private_chats')).toEqual([]);
    expect(names('all_chat_administrators')).toContain('settings');
  });

  it('is answered to them alone, by any bot', async () => {
    const at = await scene();
    const { rig, telegram, ann, group, chat } = at;
    telegram.whispers(group, ann, '/credits');
    const first = await rig.received();
    expect(first).toMatchObject({ chat, userId: '7', command: { name: 'credits' } });
    await rig.adapter.sendAlone?.(chat, { text: '40 left', key: 'key-1', private: true, inReplyTo: first.id }, signal);
    expect(alone(at, ann)).toEqual(['40 left']);
    // They all have the message id 0.
    telegram.whispers(group, ann, '/help');
    const second = await rig.received(2);
    expect(second.id).not.toBe(first.id);
    await rig.send(chat, 'How to ask me', { key: 'key-2', inReplyTo: second.id });
    expect(alone(at, ann)).toEqual(['40 left', 'How to ask me']);
    expect(publicly(at)).toEqual([]);
    await rig.again();
    expect(rig.accepted).toHaveLength(2);
  });

  it('that could not be answered at once is answered like any other', async () => {
    const at = await scene();
    const { rig, telegram, ann, group, chat } = at;
    telegram.whispers(group, ann, '/status');
    const { id } = await rig.received();
    await rig.clock.advance(16_000);
    await rig.send(chat, 'Nothing runs', { inReplyTo: id });
    expect(publicly(at)).toEqual(['Nothing runs']);
    expect(alone(at, ann)).toEqual([]);
  });
});

describe('a pressed button in a group', () => {
  it('is answered to the one who pressed it, within fifteen seconds', async () => {
    const at = await scene();
    const { rig, telegram, ann, bob, group, chat } = at;
    const inReplyTo = await asks(at);
    const ref = await rig.send(chat, 'Done', { inReplyTo, next: [{ name: 'credits', label: 'Credits' }] });
    telegram.presses({ chat: group, message_id: Number(ref) }, 'Credits', bob);
    const { id, chat: bobs } = await rig.received(2);
    await rig.send(bobs, '40 left', { ...PRIVATE, inReplyTo: id, key: 'key-2' });
    expect(alone(at, bob)).toEqual(['40 left']);
    expect(alone(at, ann)).toEqual([]);
    await rig.clock.advance(16_000);
    await rig.send(bobs, '39 left', { ...PRIVATE, inReplyTo: id, key: 'key-3' });
    expect(publicly(at)).toEqual(['Done', '39 left']);
  });

  it('of a menu that one person sees changes that menu', async () => {
    const at = await scene();
    const { rig, telegram, ann, group, chat } = at;
    telegram.becomes(group, ann, 'administrator');
    telegram.whispers(group, ann, '/settings');
    const { id } = await rig.received();
    const next = [{ name: 'settings', argument: 'budget', label: 'Budget' }];
    const ref = await rig.send(chat, 'Settings', { ...PRIVATE, inReplyTo: id, next, menu: true });
    const [menu] = telegram.shownAlone(group, ann).filter(({ mine }) => mine);
    telegram.presses({ chat: group, message_id: 0, ephemeral_message_id: menu?.ephemeralId }, 'Budget', ann);
    const pressed = await rig.received(2);
    expect(pressed).toMatchObject({ pressedOn: ref, repliesTo: ref, command: { name: 'settings' } });
    await rig.send(chat, 'Budget: none', {
      ...PRIVATE,
      inReplyTo: pressed.id,
      key: 'key-2',
      replaces: ref,
      menu: true,
    });
    expect(telegram.shownAlone(group, ann).filter(({ mine }) => mine)).toMatchObject([
      { text: 'Budget: none', earlier: ['Settings'] },
    ]);
    expect(publicly(at)).toEqual([]);
  });

  it('that one person sees goes away when it was used', async () => {
    const at = await scene('10.3', { administrator: true });
    const { rig, telegram, ann, group, chat } = at;
    const inReplyTo = await asks(at);
    await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo, next: [{ name: 'rerun', label: 'Again' }] });
    const [message] = telegram.shownAlone(group, ann);
    telegram.presses({ chat: group, message_id: 0, ephemeral_message_id: message?.ephemeralId }, 'Again', ann);
    expect(await rig.received(2)).toMatchObject({ chat, userId: '7', command: { name: 'rerun' } });
    await telegram.answered('editEphemeralMessageReplyMarkup');
    expect(telegram.shownAlone(group, ann)[0]?.buttons).toEqual([]);
  });
});

describe('a Bot API server that is older', () => {
  it('without ephemeral messages is never sent one: it would post it for everybody', async () => {
    const at = await scene('10.1', { administrator: true });
    const { rig, telegram, ann, chat } = at;
    const direct = telegram.dm(ann);
    const inReplyTo = await asks(at);
    await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo });
    await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo, key: 'key-2' });
    expect(texts(telegram.shown(direct))).toEqual([IN_DM, IN_DM]);
    expect(telegram.history(at.group).filter(({ mine }) => mine)).toEqual([]);
    // Asked once.
    expect(telegram.calls('deleteEphemeralMessage')).toHaveLength(1);
    await rig.again();
    await telegram.answered('getMyCommands', 12);
    expect(telegram.calls('setMyCommands')).toHaveLength(6);
  });

  it('with the parameters of its time answers alone, too', async () => {
    const at = await scene('10.2', { administrator: true });
    const inReplyTo = await asks(at);
    await at.rig.send(at.chat, 'It failed', { ...PRIVATE, inReplyTo });
    expect(alone(at, at.ann)).toEqual(['It failed']);
    expect(publicly(at)).toEqual([]);
  });

  it('that posts one for everybody all the same has it taken away, and gets no other', async () => {
    const at = await scene('10.1', { administrator: true });
    const { rig, telegram, chat, ann } = at;
    await rig.again();
    telegram.next('deleteEphemeralMessage', faults.refused(400, 'Bad Request: chat not found'));
    await telegram.called('deleteEphemeralMessage', 2);
    const direct = telegram.dm(ann);
    const inReplyTo = await asks(at);
    await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo });
    expect(publicly(at)).toEqual([]);
    expect(texts(telegram.shown(direct))).toEqual([IN_DM]);
    await rig.send(chat, 'It failed', { ...PRIVATE, inReplyTo, key: 'key-2' });
    expect(telegram.history(at.group).filter(({ mine }) => mine)).toHaveLength(1);
  });
});

import { MessageType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { type AddressedMessage, aboutUser, goesOn, memberOf } from '../../../src/adapters/discord/addressed-message.ts';
import { channelOf, chatOf, isThread, snowflakeAt } from '../../../src/adapters/discord/place.ts';
import {
  type GatewayMessage,
  mayNameOwnRole,
  readMessage,
  withDates,
} from '../../../src/adapters/discord/read-message.ts';

const SELF = '100000000000000099';
const ANN = { id: '100000000000000007', username: 'ann', global_name: 'Ann' };
const BOB = { id: '100000000000000008', username: 'bob', global_name: null };
const BOT = { id: SELF, username: 'reelay', bot: true };
const ROLE = '300000000000000001';

// What of a message is looked at; Discord sends much more.
const message = (more: object = {}): GatewayMessage =>
  ({
    ...{ id: '1', channel_id: '5', guild_id: '6', type: MessageType.Default, author: ANN, content: 'a' },
    ...{ mentions: [], mention_roles: [], attachments: [] },
    ...more,
  }) as never;
const read = (more: object, ownRole?: string) => readMessage(message(more), SELF, ownRole);

describe('a message', () => {
  it.each<[string, object, boolean]>([
    ['in private', { guild_id: undefined }, true],
    ['that mentions it', { mentions: [BOT] }, true],
    ['that mentions another', { mentions: [BOB] }, false],
    ['that replies to it', { type: MessageType.Reply, referenced_message: { id: '2', author: BOT } }, true],
    ['that replies to another', { type: MessageType.Reply, referenced_message: { id: '2', author: BOB } }, false],
    ['of another bot', { author: { ...BOB, bot: true }, mentions: [BOT] }, false],
    ['of a webhook', { webhook_id: '9', mentions: [BOT] }, false],
    ['of Discord itself', { type: MessageType.UserJoin, mentions: [BOT] }, false],
    ['that mentions its role', { mention_roles: [ROLE] }, true],
    ['that mentions another role', { mention_roles: ['1'] }, false],
  ])('%s is for the bot: %s', (_what, more, isFor) => {
    expect(read(more, ROLE) !== undefined).toBe(isFor);
  });

  it('says what it says without the bot’s name, with people by theirs', () => {
    const content = `<@${SELF}>  hey <@!${BOB.id}> and <@${ANN.id}> and <@123>`;
    expect(read({ mentions: [BOT, BOB, ANN], content })?.text).toBe('hey @bob and @Ann and <@123>');
    expect(read({ mention_roles: [ROLE], content: `<@&${ROLE}> make it` }, ROLE)?.text).toBe('make it');
    expect(read({ mentions: [BOT], content: 'a\n\n b' })?.text).toBe('a\n\n b');
  });

  it('names the message of the bot that it replies to', () => {
    const to = (author: object) => ({
      mentions: [BOT],
      type: MessageType.Reply,
      referenced_message: { id: '2', author },
    });
    expect([read(to(BOT))?.repliesTo, read(to(BOB))?.repliesTo]).toEqual(['2', undefined]);
  });

  it.each<[string, object, boolean]>([
    ['a reply without content', { content: '', referenced_message: { id: '2', author: BOT } }, true],
    ['a mention without content', { content: '', mentions: [BOT] }, false],
    ['a file alone', { content: '', attachments: [{}], referenced_message: { id: '2', author: BOT } }, false],
    [
      'a forwarded message',
      { content: '', message_snapshots: [{}], referenced_message: { id: '2', author: BOT } },
      false,
    ],
    ['nothing in private', { content: '', guild_id: undefined }, false],
  ])('is hidden by Discord: %s', (_what, more, hidden) => {
    expect(read(more)?.hidden).toBe(hidden);
  });

  it('may name the bot’s own role where it names roles and not the bot', () => {
    const may = (more: object) => mayNameOwnRole(message(more), SELF);
    expect(may({ mention_roles: ['1'] })).toBe(true);
    expect(may({ mention_roles: ['1'], mentions: [BOB] })).toBe(true);
    expect([
      may({}),
      may({ mention_roles: ['1'], mentions: [BOT] }),
      may({ mention_roles: ['1'], guild_id: undefined }),
    ]).toEqual([...[false, false, false]]);
  });

  it('has moments, commands and emojis in words', () => {
    expect(withDates('at <t:0> or <t:-86400:R>, </edit:12> <a:wow:3> <:ok:4>')).toBe(
      'at 1970-01-01 00:00 UTC or 1969-12-31 00:00 UTC, /edit :wow: :ok:',
    );
    expect(withDates('<t:9999999999999>')).toBe('<t:9999999999999>');
  });
});

describe('messages of one request', () => {
  const heard = (more: object): AddressedMessage => ({ data: message(more), read: { text: 'a', hidden: false } });
  const pointing = (id: string, type = MessageType.Reply) => ({ message_reference: { message_id: id }, type });

  it('go on with each other unless one answers something else', () => {
    const first = heard({ id: '1' });
    expect(goesOn([first], heard({ id: '2' }))).toBe(true);
    expect(goesOn([first], heard({ id: '2', ...pointing('90') }))).toBe(false);
    expect(goesOn([first], heard({ id: '2', ...pointing('1') }))).toBe(true);
    expect(goesOn([first], heard({ id: '2', ...pointing('90', MessageType.Default) }))).toBe(true);
    expect(goesOn([first, heard({ id: '2', ...pointing('90') })], heard({ id: '3', ...pointing('90') }))).toBe(true);
    expect(goesOn([heard({ id: '2', ...pointing('90') })], heard({ id: '3', ...pointing('91') }))).toBe(false);
  });

  it('are about the first person that they name or answer, never the bot', () => {
    expect(aboutUser([heard({ mentions: [BOT, BOB] })], SELF)).toEqual({ aboutUser: BOB.id });
    expect(aboutUser([heard({ referenced_message: { author: BOB } })], SELF)).toEqual({ aboutUser: BOB.id });
    expect(aboutUser([heard({ mentions: [BOT], referenced_message: { author: BOT } })], SELF)).toEqual({});
  });

  it('are told from their edits by words and files', () => {
    const of = (more: object) => memberOf(heard(more));
    expect(of({ content: 'a' }).content).not.toBe(of({ content: 'b' }).content);
    expect(of({ attachments: [{ id: '1' }] }).content).not.toBe(of({ attachments: [{ id: '2' }] }).content);
    expect([of({ content: '' }).words, of({ content: 'a' }).words]).toEqual([false, true]);
  });
});

it('a thread and a direct conversation are one chat for all, a channel one for each person', () => {
  const guild = { kind: 'guild' };
  expect(chatOf('5', '7', { kind: 'dm' })).toBe('discord:5');
  expect(chatOf('5', '7', guild)).toBe('discord:5@7');
  expect([10, 11, 12, 0, 15, undefined].map((channelType) => chatOf('5', '7', { ...guild, channelType }))).toEqual([
    ...['discord:5', 'discord:5', 'discord:5', 'discord:5@7', 'discord:5@7', 'discord:5@7'],
  ]);
  expect([isThread(11), isThread(undefined)]).toEqual([true, false]);
  expect(channelOf('discord:5@7')).toBe('5');
});

it('an id of a moment is the first of that millisecond', () => {
  // The example of Discord's documentation: 175928847299117063 was made at this time.
  expect(BigInt(snowflakeAt(1_462_015_105_796)) >> 22n).toBe(175_928_847_299_117_063n >> 22n);
  expect(BigInt(snowflakeAt(1_462_015_105_796)) <= 175_928_847_299_117_063n).toBe(true);
  expect(snowflakeAt(1_420_070_400_001.9)).toBe('4194304');
  expect(snowflakeAt(0)).toBe('0');
});

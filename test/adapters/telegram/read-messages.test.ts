import type { Message, MessageEntity } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { memberOf, readMessages } from '../../../src/adapters/telegram/messages.ts';

const ME = { id: 99, username: 'Reelay_Bot' };
const GROUP = { id: -5, type: 'group' as const, title: 'g' };
const PRIVATE = { id: 7, type: 'private' as const, first_name: 'Ann' };
const ANN = { id: 7, is_bot: false, first_name: 'Ann', last_name: 'Lee', language_code: 'de' };
const BOT = { id: 99, is_bot: true, first_name: 'Reelay' };

type Given = Partial<Message> & { message_id?: number };

// What of a message is looked at; Telegram sends much more.
const message = (given: Given): Message =>
  ({ message_id: 1, date: 1000, chat: PRIVATE, from: ANN, ...given }) as Message;
const inGroup = (given: Given) => message({ chat: GROUP, ...given });
const photo = (id: string) => ({
  photo: [
    { file_id: `${id}-s`, file_unique_id: id, width: 10, height: 10 },
    { file_id: `${id}-l`, file_unique_id: id, width: 90, height: 60, file_size: 5 },
    { file_id: `${id}-m`, file_unique_id: id, width: 20, height: 20 },
  ],
});
const sticker = {
  sticker: {
    ...{ file_id: 's', file_unique_id: 's', type: 'regular' as const, width: 1, height: 1 },
    ...{ is_animated: false, is_video: true },
  },
};
const command = (text: string): Given => ({
  text,
  entities: [{ type: 'bot_command', offset: 0, length: text.split(' ')[0]?.length ?? 0 }],
});
const mention = (text: string, name = '@reelay_bot'): Given => ({
  text,
  entities: [{ type: 'mention', offset: text.indexOf(name), length: name.length }],
});
const read = (messages: Message[], options: object = {}) =>
  readMessages(messages, { me: ME, language: 'auto', ...options });
const asked = (...messages: Message[]) => read(messages)?.message;

describe('who asks', () => {
  it('is the person, or the channel or group in whose name they write', () => {
    expect(asked(message({ text: 'a' }))).toMatchObject({
      ...{ id: '1', chat: 'telegram:7', userId: '7', userName: 'Ann Lee', locale: 'de', text: 'a' },
    });
    const channel = { id: -1001, type: 'channel' as const, title: 'News' };
    const fromChannel = asked(inGroup({ ...mention('@reelay_bot a'), sender_chat: channel, from: { ...BOT, id: 5 } }));
    expect(fromChannel).toMatchObject({ userId: '-1001', userName: 'News', shared: { community: 'telegram:-5' } });
    expect(fromChannel?.shared?.isModerator).toBeUndefined();
    const admin = asked(inGroup({ ...mention('@reelay_bot a'), sender_chat: GROUP, from: { ...BOT, id: 5 } }));
    expect(admin).toMatchObject({ chat: 'telegram:-5@-5', shared: { isModerator: true } });
  });

  it('is no other bot, no post that was passed on, and not Telegram itself', () => {
    expect(asked(message({ text: 'a', from: { ...BOT, id: 5 } }))).toBeUndefined();
    expect(asked(message({ text: 'a', is_automatic_forward: true }))).toBeUndefined();
    expect(asked(message({ new_chat_title: 'b' }))).toBeUndefined();
    expect(asked(message({ text: 'a', from: undefined }))).toBeUndefined();
    expect(asked()).toBeUndefined();
  });

  it('shares a place in a group alone', () => {
    expect(asked(message({ text: 'a' }))?.shared).toBeUndefined();
    expect(read([message({ text: 'a' })])?.inGroup).toBe(false);
  });
});

describe('in a group the bot is asked', () => {
  it.each<[string, Given, string | undefined]>([
    ['by its name', mention('hey @Reelay_Bot make a clip', '@Reelay_Bot'), 'hey make a clip'],
    ['by another name', mention('hey @other_bot make a clip', '@other_bot'), undefined],
    ['by nothing', { text: 'make a clip' }, undefined],
    ['by its name that is none', { text: '@reelay_bot a' }, undefined],
    ['by /animate', command('/animate it'), 'it'],
    ['by /edit for it', command('/edit@reelay_bot  it'), 'it'],
    ['by /edit for another bot', command('/edit@other_bot it'), undefined],
    ['by a command that it has not', command('/dance'), undefined],
    [
      'by a reply to it',
      { text: 'longer', reply_to_message: inGroup({ message_id: 50, from: BOT }) as never },
      'longer',
    ],
    ['by a reply to another', { text: 'longer', reply_to_message: inGroup({ message_id: 50 }) as never }, undefined],
  ])('%s', (_how, given, text) => {
    expect(asked(inGroup(given))?.text).toBe(text);
  });

  it('by no reply to the note that it made a topic', () => {
    const note = inGroup({ message_id: 50, from: BOT, forum_topic_created: { name: 't', icon_color: 0x6fb9f0 } });
    expect(asked(inGroup({ text: 'longer', reply_to_message: note as never }))).toBeUndefined();
  });

  it('by a mention that carries its id, which is no person that it is about', () => {
    const named = (user: typeof BOT) =>
      asked(
        inGroup({
          text: '@reelay_bot Bot a',
          entities: [
            { type: 'mention', offset: 0, length: 11 },
            { type: 'text_mention', offset: 12, length: 3, user },
          ],
        }),
      );
    expect(named(BOT)?.text).toBe('a');
    expect(named(BOT)?.aboutUser).toBeUndefined();
    expect(named({ ...BOT, id: 8 })).toMatchObject({ text: 'Bot a', aboutUser: '8' });
  });

  it('with the files that came along and the rest of a text that was cut, and with nothing else', () => {
    const long = `@reelay_bot ${'x'.repeat(4096 - 12)}`;
    const all = [
      inGroup({ message_id: 1, ...photo('a') }),
      inGroup({ message_id: 2, text: 'not for you' }),
      inGroup({ message_id: 3, ...mention(long) }),
      inGroup({ message_id: 4, text: 'yyy' }),
      inGroup({ message_id: 5, text: 'nor this' }),
      inGroup({ message_id: 6, ...command('/edit@other_bot it') }),
    ];
    const result = read(all);
    expect(result?.members.map(({ message_id: id }) => id)).toEqual([1, 3, 4]);
    expect(result?.message).toMatchObject({ id: '1', text: `${'x'.repeat(4084)}yyy` });
    const shorter = [
      inGroup({ message_id: 3, ...mention(long.slice(0, -1)) }),
      inGroup({ message_id: 4, text: 'yyy' }),
    ];
    expect(read(shorter)?.members).toHaveLength(1);
  });
});

describe('what is asked', () => {
  it('is a command by its name, and help where there is none', () => {
    expect(asked(message(command('/status')))).toMatchObject({ text: '', command: { name: 'status' } });
    expect(asked(message(command('/dance now')))).toMatchObject({ text: '', command: { name: 'help' } });
    expect(asked(message(command('/status@other_bot')))?.command).toEqual({ name: 'help' });
    expect(asked(message({ text: 'a' }))?.command).toBeUndefined();
  });

  it('is a new project with /animate and files, which may be those that it points at', () => {
    const answered = message({ message_id: 50, from: { ...ANN, id: 8 }, ...photo('b') }) as never;
    expect(asked(message({ ...command('/animate'), reply_to_message: answered }))?.newProject).toBe(true);
    expect(asked(message(command('/animate a')))?.newProject).toBeUndefined();
    expect(asked(message({ ...command('/edit'), reply_to_message: answered }))?.newProject).toBeUndefined();
  });

  it('is in order, whichever came first, without links that go along as files', () => {
    const link = 'https://c.example/a.jpg';
    const text = `use ${link} \t here,\n now`;
    const withLink = message({ message_id: 2, text, entities: [{ type: 'url', offset: 4, length: link.length }] });
    expect(asked(withLink, message({ message_id: 1, text: '  first ' }))).toMatchObject({
      id: '1',
      text: 'first\nuse here,\n now',
      attachments: [{ name: 'a.jpg', ref: link, url: link }],
    });
  });

  it('has the largest size of each photo', () => {
    const [file] = asked(message({ message_id: 4, ...photo('a'), has_media_spoiler: true }))?.attachments ?? [];
    expect(file).toEqual({
      ...{ name: 'photo-4.jpg', id: 'a', declaredBytes: 5, spoiler: true },
      ref: JSON.stringify({ id: 'a-l', language: 'en' }),
    });
  });

  it('has a sticker only where the words are about it', () => {
    const files = (...given: Given[]) =>
      asked(...given.map((each, index) => message({ message_id: index, ...each })))?.attachments.length;
    expect(files(sticker)).toBeUndefined();
    expect(files(sticker, { text: 'make it dance' })).toBe(1);
    expect(files(sticker, { text: 'make it dance' }, photo('a'))).toBe(1);
    expect(files(sticker, { text: 'make the sticker dance' }, photo('a'))).toBe(2);
    expect(files(sticker, { text: 'thanks' })).toBe(0);
  });
});

describe('what it points at', () => {
  const other = (given: Given = {}) => message({ message_id: 50, from: { ...ANN, id: 8 }, ...given }) as never;
  const pointing = (given: Given) => asked(message({ text: 'a', ...given }));

  it('is the files and words of the message that it answers', () => {
    expect(pointing({ reply_to_message: other({ ...photo('b'), caption: 'look' }) })).toMatchObject({
      ...{ pointsAt: [{ id: 'b' }], quote: 'look', aboutUser: '8' },
    });
    const marked = { text: 'loo', position: 0 };
    expect(pointing({ reply_to_message: other({ text: 'look' }), quote: marked })?.quote).toBe('loo');
    expect(pointing({ reply_to_message: other({ text: 'x'.repeat(1001) }) })?.quote).toBe('x'.repeat(1000));
  });

  it('is only a marked part of the bot’s own, whose project is gone on with', () => {
    const own = { ...photo('b'), from: BOT, text: 'done' };
    const plain = pointing({ reply_to_message: other(own) });
    expect(plain).toMatchObject({ repliesTo: '50' });
    expect([plain?.pointsAt, plain?.quote, plain?.aboutUser]).toEqual([undefined, undefined, undefined]);
    expect(pointing({ reply_to_message: other(own), quote: { text: 'do', position: 0 } })?.quote).toBe('do');
  });

  it('is what Telegram tells of a message in another chat', () => {
    const elsewhere = { origin: {}, ...photo('c') } as never;
    expect(pointing({ external_reply: elsewhere, quote: { text: 'q', position: 0 } })).toMatchObject({
      pointsAt: [{ id: 'c', name: 'photo-1.jpg' }],
      quote: 'q',
    });
  });

  it('is the whole album, in order, where it was seen', () => {
    const members = [52, 51].map((id) => message({ message_id: id, media_group_id: 'g', ...photo(`f${id}`) }));
    const answered = other({ message_id: 51, media_group_id: 'g', ...photo('f51') });
    const all = read([message({ text: 'a', reply_to_message: answered })], { albumOf: () => members });
    expect(all?.message.pointsAt?.map(({ id }) => id)).toEqual(['f51', 'f52']);
  });

  it('is nothing that is part of the request itself, and not the note of a topic', () => {
    const first = message({ message_id: 1, ...photo('a') });
    const second = message({ message_id: 2, text: 'b', reply_to_message: first as never });
    expect(asked(first, second)?.pointsAt).toBeUndefined();
    const topic = { forum_topic_created: { name: 't', icon_color: 0x6fb9f0 as const }, text: 'topic' };
    const inTopic = pointing({ reply_to_message: other(topic) });
    expect([inTopic?.quote, inTopic?.aboutUser]).toEqual([undefined, undefined]);
  });
});

describe('an album of which the bot is shown one file', () => {
  const part = { ...photo('a'), media_group_id: 'g', caption: '@reelay_bot a' };
  const entities: MessageEntity[] = [{ type: 'mention', offset: 0, length: 11 }];
  const partOf = (given: Given, options: object = {}) => read([inGroup(given)], options)?.partOfAlbum;

  it('is told as such, its own or the one that is pointed at', () => {
    expect(partOf({ ...part, caption_entities: entities })).toBe('own');
    const pointed = inGroup({ message_id: 50, media_group_id: 'h', ...photo('b'), from: { ...ANN, id: 8 } }) as never;
    expect(partOf({ ...mention('@reelay_bot a'), reply_to_message: pointed })).toBe('pointed');
    expect(partOf({ ...mention('@reelay_bot a') })).toBeUndefined();
  });

  it('is not where it is shown all, where another member was seen, of a bot’s album, or in private', () => {
    expect(partOf({ ...part, caption_entities: entities }, { me: { ...ME, seesAll: true } })).toBeUndefined();
    const albumOf = () => [inGroup({ message_id: 2, media_group_id: 'g' })];
    expect(partOf({ ...part, caption_entities: entities }, { albumOf })).toBeUndefined();
    const ofBot = inGroup({ message_id: 50, media_group_id: 'h', ...photo('b'), from: BOT }) as never;
    expect(partOf({ ...mention('@reelay_bot a'), reply_to_message: ofBot })).toBeUndefined();
    expect(read([message({ ...photo('a'), media_group_id: 'g' })])?.partOfAlbum).toBeUndefined();
  });
});

it('a message is told from its edit by its words and its file', () => {
  const content = (given: Given) => memberOf(message(given)).content;
  expect(content({ text: 'a' })).not.toBe(content({ text: 'b' }));
  expect(content({ ...photo('a'), caption: 'a' })).not.toBe(content({ text: 'a' }));
  expect(memberOf(message({ ...photo('a') }))).toMatchObject({ id: '1', words: false });
  expect(memberOf(message({ caption: 'a' })).words).toBe(true);
  expect(memberOf(message({ text: 'a' })).said).toBeUndefined();
  expect(memberOf(message(mention('@reelay_bot a')), ME).said).toMatchObject({ text: 'a', cut: false });
});

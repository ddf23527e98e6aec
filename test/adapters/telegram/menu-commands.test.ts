import type { Message } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { fileOf } from '../../../src/adapters/telegram/attachments.ts';
import { buttonIndex, isPublicUrl, keyboardOf, withoutButton } from '../../../src/adapters/telegram/buttons.ts';
import { callOf, menus, sameCommands, typedSlash } from '../../../src/adapters/telegram/commands.ts';
import { type Format, simplify } from '../../../src/adapters/telegram/send-file.ts';

describe('a typed command', () => {
  const typed = (text: string, offset = 0, length = text.split(' ')[0]?.length ?? 0) =>
    typedSlash({ text, entities: [{ type: 'bot_command', offset, length }] } as Message);

  it('has a name, the bot that it is for, and what stands behind it', () => {
    expect(typed('/Status')).toEqual({ name: 'status' });
    expect(typed('/edit@Reelay_Bot  it all ')).toEqual({ name: 'edit', to: 'reelay_bot', argument: 'it all' });
    expect(typed('see /status', 4, 7)).toBeUndefined();
    expect(
      typedSlash({ caption: '/edit a', caption_entities: [{ type: 'bot_command', offset: 0, length: 5 }] } as Message),
    ).toEqual({ name: 'edit', argument: 'a' });
    expect(typedSlash({} as Message)).toBeUndefined();
  });

  it('calls what there is; /start what the payload of its link says', () => {
    expect(callOf({ name: 'status', argument: '2' })).toEqual({ name: 'status', argument: '2' });
    expect(callOf({ name: 'dance' })).toBeUndefined();
    expect(callOf({ name: 'start' })).toEqual({ name: 'start' });
    expect(callOf({ name: 'start', argument: 'skill_ai-image_to-video' })).toEqual({
      name: 'skill',
      argument: 'ai-image_to-video',
    });
    // A link must not do what costs, or ends something.
    expect(callOf({ name: 'start', argument: 'cancel' })).toEqual({ name: 'start' });
    expect(callOf({ name: 'start', argument: 'dance_a' })).toEqual({ name: 'start' });
  });
});

describe('the menus', () => {
  const of = (type: string, code = '', language: 'auto' | 'en' | 'zh' = 'auto') =>
    menus(language).find(({ scope, language_code }) => scope.type === type && language_code === code)?.commands ?? [];
  const names = (type: string) => of(type).map(({ command }) => command);

  it('begin with what is asked in words, and offer moderators alone what is for them', () => {
    for (const type of ['all_private_chats', 'all_group_chats', 'all_chat_administrators'])
      expect(names(type).slice(0, 2)).toEqual(['animate', 'edit']);
    const [all, group, own] = ['all_chat_administrators', 'all_group_chats', 'all_private_chats'].map(names);
    expect(group?.length).toBeLessThan(all?.length ?? 0);
    expect(own?.length).toBeLessThan(all?.length ?? 0);
    expect(all).toEqual(expect.arrayContaining([...(group ?? []), ...(own ?? [])]));
    expect([group?.includes('block'), own?.includes('block'), all?.includes('block')]).toEqual([false, false, true]);
    expect([group?.includes('cancel'), own?.includes('new'), group?.includes('new')]).toEqual([true, true, true]);
  });

  it('are in the language of the person, or in the one that is set', () => {
    const first = (code: string, language: 'auto' | 'en' | 'zh' = 'auto') =>
      /\p{Script=Han}/u.test(of('all_private_chats', code, language)[3]?.description ?? '');
    expect([first('zh'), first(''), first('', 'zh'), first('zh', 'en')]).toEqual([true, false, true, false]);
  });

  it('are written only where they differ', () => {
    const one = { command: 'a', description: 'b' };
    expect(sameCommands([one], [{ ...one }])).toBe(true);
    expect(sameCommands([one], [{ ...one, description: 'c' }])).toBe(false);
    expect(sameCommands([one], [one, one])).toBe(false);
  });
});

describe('the keyboard', () => {
  const steps = [
    { name: 'variation', label: 'Another', argument: '2' },
    { name: 'register', label: 'Register', url: 'https://nemo.example/r' },
  ];
  const reply = { text: 'a', key: 'k', private: false, project: 'p', next: steps };
  const of = (withUrls: boolean, url?: string) =>
    keyboardOf(
      { ...reply, next: steps.map((step) => (step.url && url ? { ...step, url } : step)) },
      { chat: 'telegram:7', userId: '7', withUrls },
    );

  it('has a button for each step; an address is opened where a phone can', () => {
    const keyboard = of(true);
    expect(keyboard?.markup.inline_keyboard).toEqual([
      [{ text: 'Another', callback_data: 'k.0' }],
      [{ text: 'Register', url: 'https://nemo.example/r' }],
    ]);
    const record = { chat: 'telegram:7', userId: '7', project: 'p' };
    expect(keyboard?.records).toEqual([['k.0', { ...record, name: 'variation', argument: '2' }]]);
    const runs = [{ text: 'Register', callback_data: 'k.1' }];
    expect(of(false)?.markup.inline_keyboard[1]).toEqual(runs);
    expect(of(false)?.records).toHaveLength(2);
    expect(of(true, 'http://localhost:8080/r')?.markup.inline_keyboard[1]).toEqual(runs);
    expect(keyboardOf({ ...reply, next: [] }, { chat: 'c', userId: undefined, withUrls: true })).toBeUndefined();
    expect(keyboardOf({ ...reply, next: undefined }, { chat: 'c', userId: undefined, withUrls: true })).toBeUndefined();
  });

  it.each([
    ['https://a.example/x', true],
    ['http://a.example', true],
    ['ftp://a.example', false],
    ['https://localhost', false],
    ['https://10.0.0.1', false],
    ['https://printer.local', false],
    ['https://a.localhost', false],
    ['https://local.example', true],
    ['no address', false],
  ])('%s can be opened by a phone: %s', (url, can) => {
    expect(isPublicUrl(url)).toBe(can);
  });

  it('loses the button that was pressed, with its row, and no other', () => {
    const [a, b, c] = ['k.0', 'k.1', 'k.10'].map((data) => ({ text: data, callback_data: data }));
    if (!a || !b || !c) throw new Error('three buttons');
    const rows = [[a], [b, c], [{ text: 'u', url: 'https://a.example' }]];
    expect(withoutButton({ inline_keyboard: rows }, 'k.1')).toEqual({ inline_keyboard: [[a], [c], rows[2]] });
    expect(withoutButton({ inline_keyboard: rows }, 'k.0')).toEqual({ inline_keyboard: rows.slice(1) });
    expect(withoutButton({ inline_keyboard: rows }, 'k.2')).toBeUndefined();
    expect(withoutButton(undefined, 'k.0')).toBeUndefined();
    expect([buttonIndex('k.e.10'), buttonIndex('10')]).toEqual(['10', '10']);
  });
});

describe('the file of a message', () => {
  const file = { file_id: 'f', file_unique_id: 'u' };
  it.each<[object, string | undefined]>([
    [{ document: { ...file, file_name: 'a.zip' } }, 'a.zip'],
    [{ document: file }, 'file-4'],
    [{ document: { ...file, file_name: '\u202e' } }, 'file-4'],
    [{ animation: file, document: { ...file, file_name: 'twin.mp4' } }, 'animation-4.mp4'],
    [{ video: file }, 'video-4.mp4'],
    [{ video_note: file }, 'video-note-4.mp4'],
    [{ audio: file }, 'audio-4.mp3'],
    [{ voice: file }, 'voice-4.ogg'],
    [{ live_photo: file }, 'live-photo-4.mp4'],
    [{ live_photo: { ...file, photo: [{ ...file, width: 1, height: 1 }] } }, 'photo-4.jpg'],
    [{ sticker: { ...file, is_animated: true, is_video: false } }, 'sticker-4.tgs'],
    [{ sticker: { ...file, is_animated: false, is_video: true } }, 'sticker-4.webm'],
    [{ sticker: { ...file, is_animated: false, is_video: false } }, 'sticker-4.webp'],
    [{ text: 'a' }, undefined],
  ])('%j is called %s', (given, name) => {
    expect(fileOf({ message_id: 4, ...given } as Message, 'en')?.name).toBe(name);
  });
});

it('a refused video is sent without its picture, then as a document, then not at all', () => {
  const format: Format = { html: true, urls: true, thumbnail: true, document: false, topic: true, effect: false };
  const video = { path: '', name: 'a.mp4', bytes: 1, width: 1, height: 1, durationMs: 1, thumbnailPath: 't.jpg' };
  const steps = [1, 2, 3].map(() => [simplify(format, video), format.thumbnail, format.document]);
  expect(steps).toEqual([
    [true, false, false],
    [true, false, true],
    [false, false, true],
  ]);
  const { thumbnailPath: _, ...plain } = video;
  const other: Format = { ...format, thumbnail: true, document: false };
  expect([simplify(other, plain), other.document, simplify(other, plain)]).toEqual([true, true, false]);
});

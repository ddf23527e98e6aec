import type { MediaRecord } from '../../src/records.ts';
import { Chat } from './chat.ts';
import { media } from './fixtures.ts';

const KINDS: Record<string, MediaRecord['kind']> = { mp4: 'video', mp3: 'audio' };

/** A chat with the files of these names, in which the messages were said one after another. */
export function said(names: string, ...messages: string[]): Chat {
  const files = names.split(' ').map((filename) => {
    const [stem = '', ending = ''] = filename.split('.');
    return media(stem, KINDS[ending] ?? 'image', { filename, ...(ending === 'mp4' && { durationMs: 12_000 }) });
  });
  const chat = new Chat(files);
  for (const message of messages) chat.say(message);
  return chat;
}

export const reply = (chat: Chat) => chat.last?.reply ?? '';
export const seconds = (chat: Chat) => chat.tracks.clips.map(({ d }) => Math.round(d / 100) / 10);
export const texts = (chat: Chat) =>
  chat.tracks.texts.map(({ m }) => {
    const at = chat.tracks.clips.findIndex(({ id }) => id === m.clip) + 1;
    return at > 0 ? `${at} ${m.text}` : m.text;
  });
export const looks = (chat: Chat) => chat.tracks.clips.map(({ m }) => m.look ?? chat.draft.m.look ?? '-');

export const MUGS = 'mug_white.jpg mug_blue.jpg mug_box.jpg mug_hand.jpg';
export const MAKE = 'make a video';
export const MAKE_ZH = '做个视频';

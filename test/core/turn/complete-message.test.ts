import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import type { IncomingMessage } from '../../../src/core/chat.ts';
import type { ChatRecord } from '../../../src/core/storage/chat-record.ts';
import { completeMessage } from '../../../src/core/turn/complete-message.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = 100 * HOUR_MS;
const PHOTO = { name: 'photo.jpg', ref: 'r1', id: 'f1' };

const CHAT: ChatRecord = {
  language: 'en',
  greeted: true,
  recentPrompts: [],
  mediaCount: 1,
  lateEdits: [],
  files: [{ id: 'f1', name: 'photo-1.jpg' }],
  session: { taskId: 't', sessionId: 's' },
};

function complete(more: Partial<IncomingMessage>, chat: Partial<ChatRecord> = {}) {
  const given = { id: 'm1', chat: 'test:1', userId: 'u1', text: '', attachments: [], ...more };
  return completeMessage(given, { chat: { ...CHAT, ...chat }, actions: ACTIONS, nowMs: NOW_MS });
}

describe('files without a word', () => {
  const kept = (at: number, userId = 'u1') => ({ keptWords: { text: 'animate it', userId, at } });

  it('are what the request of before waited for, for an hour', () => {
    const { message, withKeptWords } = complete({ attachments: [PHOTO] }, kept(NOW_MS - HOUR_MS));
    expect([message.text, message.attachments, withKeptWords]).toEqual(['animate it', [PHOTO], true]);
    const late = complete({ attachments: [PHOTO] }, kept(NOW_MS - HOUR_MS - 1));
    expect([late.message.text, late.withKeptWords]).toEqual(['', false]);
  });

  it('of another person have nothing to do with that request', () => {
    const { message, withKeptWords } = complete({ attachments: [PHOTO] }, kept(NOW_MS, 'u2'));
    expect([message.text, withKeptWords]).toEqual(['', false]);
  });

  it('are no answer to it when they come with words or as a command', () => {
    const words = complete({ attachments: [PHOTO], text: ' make it blue ' }, kept(NOW_MS));
    expect([words.message.text, words.withKeptWords]).toEqual(['make it blue', false]);
    const command = complete({ attachments: [PHOTO], command: { name: 'export' } }, kept(NOW_MS));
    expect([command.message.text, command.withKeptWords]).toEqual(['', false]);
    expect(complete({}, kept(NOW_MS)).withKeptWords).toBe(false);
  });
});

describe('a message that points at files', () => {
  const OTHER = { name: 'other.jpg', ref: 'r2', id: 'f2' };

  it('brings those that the project does not hold yet, and names those that it does', () => {
    const { message, held } = complete({ text: 'make it move', pointsAt: [PHOTO, OTHER] });
    expect([message.attachments, held]).toEqual([[OTHER], ['photo-1.jpg']]);
  });

  it('brings all of them where there is no project', () => {
    const { message, held } = complete({ text: 'make it move', pointsAt: [PHOTO] }, { session: undefined });
    expect([message.attachments, held]).toEqual([[PHOTO], []]);
  });

  it.each(['status', 'thanks'])('brings none when it says “%s”', (text) => {
    const { message, held } = complete({ text, pointsAt: [OTHER, PHOTO] });
    expect([message.attachments, held]).toEqual([[], []]);
  });

  it('brings its own files alone where it has some', () => {
    const { message, held } = complete({ text: 'make it move', attachments: [OTHER], pointsAt: [PHOTO] });
    expect([message.attachments, held]).toEqual([[OTHER], []]);
  });

  it.each([
    ['', true],
    ['animate this photo', true],
    ['make a clip of a sunset', false],
  ])('that the bot may not see speaks of them with “%s”: %s', (text, hidden) => {
    expect(complete({ text, pointsAtHidden: true }).hidden).toBe(hidden);
  });
});

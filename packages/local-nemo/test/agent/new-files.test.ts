import { describe, expect, test } from 'vitest';
import { Chat } from './chat.ts';
import { media } from './fixtures.ts';

/** A chat with a titled video of three photos that has just received three more. */
function withNewPhotos(): Chat {
  const chat = new Chat([media('p1'), media('p2'), media('p3')]);
  chat.say('make a 9 second video with calm music and the title "Dunes"');
  chat.files = [...chat.files, media('p4'), media('p5'), media('p6')];
  return chat;
}

const words = (chat: Chat) => chat.tracks.texts.map(({ m }) => m.text);

describe('photos sent after the first video', () => {
  test.each([
    'make me a 6 second video with slow zoom',
    'make a video of these three, 6 seconds',
    'turn these into a 6 second vertical clip',
    'i want a 6 second reel with upbeat music',
    '做一个6秒的视频',
    '把这三张做成6秒竖屏视频',
    '用这几张做一个6秒的短视频',
  ])('are a video of their own: %s', (said) => {
    const chat = withNewPhotos();
    chat.say(said);
    expect(chat.order).toEqual(['p4', 'p5', 'p6']);
    expect(chat.draft.d).toBe(6000);
    expect(words(chat)).toEqual([]);
  });

  test.each([
    'use these instead',
    'replace all the photos with these',
    'just the new ones',
    'use only the new photos',
    '换成这些',
    '只用新的照片',
  ])('take the places of the others, and the title stays: %s', (said) => {
    const chat = withNewPhotos();
    const { reply } = chat.say(said);
    expect(chat.order).toEqual(['p4', 'p5', 'p6']);
    expect(words(chat)).toEqual(['Dunes']);
    expect(reply).not.toMatch(/did not understand|not in the video|没有/);
  });

  test('take the places of the others, and the rest of the message is done too', () => {
    const chat = withNewPhotos();
    chat.say('use these instead and make it vertical');
    expect(chat.order).toEqual(['p4', 'p5', 'p6']);
    expect(chat.draft.m.aspect).toBe('9:16');
  });

  test.each(['add these', 'add these to the video', '把这些加进去'])('join the video: %s', (said) => {
    const chat = withNewPhotos();
    chat.say(said);
    expect(chat.order).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
  });

  test.each([
    ['make a longer video', 13_500],
    ['make it a 6 second video', 6000],
    ['make the video 6 seconds', 6000],
  ])('are told as unused when the message is about the video: %s', (said, ms) => {
    const chat = withNewPhotos();
    const { reply } = chat.say(said);
    expect(chat.order).toEqual(['p1', 'p2', 'p3']);
    expect(chat.draft.d).toBe(ms);
    expect(reply).toContain('3 new photos are not in the video yet');
  });
});

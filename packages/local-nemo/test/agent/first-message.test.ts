import { describe, expect, test } from 'vitest';
import { Chat } from './chat.ts';
import { media } from './fixtures.ts';

/** The first message about three photos and a clip of 8 seconds. */
function first(said: string): { chat: Chat; reply: string } {
  const files = [media('beach'), media('cat'), media('clip', 'video', { durationMs: 8000 }), media('family')];
  const chat = new Chat(files, /\p{Script=Han}/u.test(said) ? 'zh' : 'en');
  return { chat, reply: chat.say(said).reply };
}

const lengths = (chat: Chat) => chat.tracks.clips.map(({ d }) => d);
const mood = (chat: Chat) => chat.tracks.sounds[0]?.m.mood;

describe('a first message', () => {
  test.each([
    ['start with the cat, then family, beach last', ['cat', 'family', 'clip', 'beach']],
    ['make a 12 sec video, cat first then the beach and end with family', ['cat', 'beach', 'clip', 'family']],
    ['family first, then cat. title "Us"', ['family', 'cat', 'beach', 'clip']],
  ])('puts the files in the order in which it names them: %s', (said, order) => {
    const { chat, reply } = first(said);
    expect(chat.order).toEqual(order);
    expect(reply).not.toContain('did not understand');
  });

  test.each(['no music pls, just the sound of the clip', '不要音乐，保留视频原声'])('asks for no music: %s', (said) => {
    expect(first(said).chat.tracks.sounds).toEqual([]);
  });

  test.each([
    ['make a reel, cut the video clip to 3 seconds', [3000, 3000, 3000, 3000]],
    ['视频片段只要前3秒，其余照片每张2秒', [2000, 2000, 3000, 2000]],
  ])('means the clip beside the photos: %s', (said, expected) => {
    expect(lengths(first(said).chat)).toEqual(expected);
  });

  test('gives the length of a loop', () => {
    const { chat } = first('10 sec loop for instagram story, no text');
    expect([chat.draft.d, chat.draft.m.aspect, chat.draft.m.loop]).toEqual([10_000, '9:16', true]);
  });

  test('with slow zooms keeps the mood that it names', () => {
    expect(mood(first('a wedding video, romantic, slow zooms').chat)).toBe('romantic');
  });

  test('shows a name, and not the words about its place', () => {
    const { chat } = first('add my name Tom bottom small');
    expect(chat.tracks.texts.map(({ m }) => [m.text, m.position, m.size])).toEqual([['Tom', 'bottom', 'small']]);
  });

  test.each([['half of the video should be the clip', 'half of the video should be the clip']])(
    'is told what of it was not met: %s',
    (said, unmet) => {
      expect(first(said).reply).toMatch(new RegExp(`(?:did not understand|没有看懂).{0,40}${unmet}`));
    },
  );

  test.each(['make a collage', '做成九宫格'])('is told that pictures do not stand side by side: %s', (said) => {
    expect(first(said).reply).toMatch(/I show one picture at a time|画面上一次只显示一张/);
  });

  test('that only says what the video is for is met whole', () => {
    expect(first('birthday video for my mom, 20 seconds, happy music').reply).not.toContain('did not understand');
  });
});

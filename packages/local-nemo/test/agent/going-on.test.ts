import { describe, expect, test } from 'vitest';
import { Chat } from './chat.ts';
import { PHOTOS } from './fixtures.ts';

/** A chat with a video of three photos, 5 s each, that zooms in on each of them. */
function chat(language = 'en'): Chat {
  const chat = new Chat([...PHOTOS], language);
  chat.say('make a 15 second video with a slow zoom and calm music');
  return chat;
}

const lengths = (chat: Chat) => chat.tracks.clips.map(({ d }) => d);
const transitions = (chat: Chat) => chat.tracks.clips.map(({ m }) => m.transition.kind);
const captions = (chat: Chat) => chat.tracks.texts.map(({ m }) => [m.text, m.clip]);

describe('a message that goes on from the one before', () => {
  test.each([
    ['en', 'make the middle one 6s', 'hmm 6 is too much, 4'],
    ['zh', '中间那张6秒', '6秒太长了 4秒吧'],
  ])('gives the length of that photo anew (%s)', (language, first, then) => {
    const one = chat(language);
    one.say(first);
    one.say(then);
    expect(lengths(one)).toEqual([5000, 4000, 5000]);
  });

  test('gives the length of the video anew', () => {
    const one = chat();
    one.say('make it 20 seconds');
    one.say('20 is too long, 10');
    expect(one.draft.d).toBe(10_000);
  });

  test.each([
    ['en', 'add caption "best day" to the second pic', 'same caption on the third'],
    ['zh', '第二张加字幕“最美的一天”', '第三张也加上'],
  ])('puts the same words on another photo (%s)', (language, first, then) => {
    const one = chat(language);
    one.say(first);
    one.say(then);
    const [[words] = []] = captions(one);
    expect(captions(one)).toEqual([
      [words, 'clip-p2-2'],
      [words, 'clip-p3-3'],
    ]);
  });

  test.each([
    ['en', 'change the song', 'another one'],
    ['zh', '换首歌', '再换一首'],
  ])('changes the music once more (%s)', (language, first, then) => {
    const one = chat(language);
    const mood = () => one.tracks.sounds[0]?.m.mood;
    const moods = [mood()];
    for (const said of [first, then]) {
      one.say(said);
      moods.push(mood());
    }
    expect(moods[1]).not.toBe(moods[0]);
    expect(moods[2]).not.toBe(moods[1]);
  });
});

describe('how much', () => {
  test.each(['not so slow zoom', 'the zoom is too slow', '别缩放那么慢'])(
    'a motion that is too weak gets stronger: %s',
    (said) => {
      const one = chat();
      one.say(said);
      expect(one.tracks.clips.map(({ m }) => m.strength)).toEqual([2, 2, 2]);
    },
  );

  test('how far a change may go is no second wish', () => {
    const one = chat();
    one.say('music louder but not too loud');
    expect(one.tracks.sounds[0]?.m.volume).toBeGreaterThan(0.35);
  });

  test.each(['no transitions between 1 and 2', '第一张和第二张之间不要转场'])(
    'of the transitions only the one that is named goes: %s',
    (said) => {
      const one = chat();
      one.say(said);
      expect(transitions(one)).toEqual(['cut', 'cut', 'crossfade']);
    },
  );
});

describe('a title', () => {
  test('in a list of wishes may be in small letters', () => {
    const one = new Chat([...PHOTOS]);
    one.say('15 sec video with these pls, chill music, title summer 2025');
    expect(one.tracks.texts.map(({ m }) => m.text)).toEqual(['summer 2025']);
  });

  test.each(['translate the title to spanish', '把标题翻译成英文'])(
    'is not translated, and the reply says so: %s',
    (said) => {
      const one = chat();
      one.say('title "Summer"');
      const { reply } = one.say(said);
      expect(one.tracks.texts.map(({ m }) => m.text)).toEqual(['Summer']);
      expect(reply).toMatch(/can't translate|不能翻译/);
    },
  );

  test.each(['outline the title in black', '标题描个黑边'])('with an outline keeps its colour: %s', (said) => {
    const one = chat();
    one.say('title "Summer"');
    one.say(said);
    expect(one.tracks.texts.map(({ m }) => [m.color, m.design])).toEqual([['#ffffff', 'outline']]);
  });

  test('is put back to its place, and nothing is taken back', () => {
    const one = chat();
    one.say('title "Summer" at the bottom');
    one.say('put the title back to the top');
    expect(one.tracks.texts.map(({ m }) => [m.text, m.position])).toEqual([['Summer', 'top']]);
  });

  test('is not what a black screen at the start is about', () => {
    const one = chat();
    one.say('title "Summer"');
    one.say('one more thing: start with a black screen');
    expect(one.tracks.texts[0]?.m.color).toBe('#ffffff');
    expect(one.draft.m.fadeIn).toBe(1000);
  });
});

test('a space separates wishes in Chinese as a comma does', () => {
  const one = new Chat([...PHOTOS], 'zh');
  const { reply } = one.say('15秒 舒缓音乐 标题“夏天2025”');
  expect(one.draft.d).toBe(15_000);
  expect(one.tracks.texts.map(({ m }) => m.text)).toEqual(['夏天2025']);
  expect(reply).not.toContain('流媒体');
});

import { describe, expect, test } from 'vitest';
import { Chat } from './chat.ts';
import { PHOTOS } from './fixtures.ts';

/** A chat with a 12-second video of three photos with the title "Hello World". */
function chat(language = 'en'): Chat {
  const chat = new Chat([...PHOTOS], language);
  chat.say('make a 12 second video with the title "Hello World"');
  return chat;
}

const texts = (chat: Chat) =>
  chat.tracks.texts.map(({ m: { text, position, color, clip } }) => ({ text, position, color, clip: clip ?? '' }));
const words = (chat: Chat) => texts(chat).map(({ text }) => text);
const lengths = (chat: Chat) => chat.tracks.clips.map(({ d }) => d);

describe('words without quotes', () => {
  test.each([
    ['put my name Ana on the first one', 'Ana'],
    ['add the hashtag #sunset on photo 1', '#sunset'],
    ['write the date 12 May 2025 on the first photo', '12 May 2025'],
    ['put a heart emoji on the first photo', '❤️'],
    ['add a fire emoji to photo 1', '🔥'],
    ['第一张加个爱心表情', '❤️'],
  ])('are shown on the photo that is named: %s', (said, shown) => {
    const one = chat();
    one.say(said);
    expect(words(one)).toContain(shown);
    expect(texts(one).find(({ text }) => text === shown)?.clip).toBe('clip-p1-1');
  });

  test('a word of a text is replaced, and the rest of it stays', () => {
    const one = chat();
    one.say('change hello to Goodbye');
    expect(words(one)).toEqual(['Goodbye World']);
  });

  test.each(["i don't like emojis", 'i love emojis', 'add my name please', 'put our names under it'])(
    'are not taken from what only speaks of them: %s',
    (said) => {
      const one = chat();
      one.say(said);
      expect(words(one)).toEqual(['Hello World']);
    },
  );

  test('a text whose words are words of editing is left alone by an order about the video', () => {
    const one = chat();
    one.say('title "The End"');
    one.say('change the end to a fade');
    expect(words(one)).toContain('The End');
  });

  test('a word that stands on no text is no text', () => {
    const one = chat();
    one.say('change the music to something happier');
    expect(words(one)).toEqual(['Hello World']);
  });

  test('what stands in brackets after a text says how it looks', () => {
    const one = new Chat([...PHOTOS]);
    one.say('make a video');
    one.say('title: Big Day (top, red)');
    expect(texts(one)).toEqual([{ text: 'Big Day', position: 'top', color: '#ff3b30', clip: '' }]);
  });
});

describe('a time', () => {
  test.each([
    'fade to black at the end, like 2 seconds',
    'fade out to black at the end over 2 seconds',
    '结尾淡出到黑，两秒',
  ])('that follows a fade is the length of the fade, not of the video: %s', (said) => {
    const one = chat();
    const { reply } = one.say(said);
    expect(one.draft.d).toBe(12_000);
    expect(one.draft.m.fadeOut).toBe(2000);
    expect(reply).toMatch(/2 seconds|2 秒/);
  });

  test.each([
    ['make every picture 2 seconds except the first', [4000, 2000, 2000]],
    ['all photos 3s except photo 2', [3000, 4000, 3000]],
    ['除了第一张，每张2秒', [4000, 2000, 2000]],
    ['除了最后一张，其他都改成3秒', [3000, 3000, 4000]],
  ])('holds for all photos but the ones that are excepted: %s', (said, expected) => {
    const one = chat();
    one.say(said);
    expect(lengths(one)).toEqual(expected);
  });

  test('of a video stays what it is when happier music is asked for in the same breath', () => {
    const one = new Chat([...PHOTOS], 'zh');
    one.say('用这几张照片做个12秒的旅行视频，欢快点的音乐');
    expect(one.draft.d).toBe(12_000);
    expect(one.tracks.sounds[0]?.m.mood).toBe('happy');
  });
});

describe('music', () => {
  test.each(['no music for the last photo', 'louder music after the first photo', '最后一张不要音乐'])(
    'is not changed for the whole video when one photo was meant, and the reply says so: %s',
    (said) => {
      const one = chat();
      const before = JSON.stringify(one.tracks.sounds);
      const { reply } = one.say(said);
      expect(JSON.stringify(one.tracks.sounds)).toBe(before);
      expect(reply).toMatch(/through the whole video|贯穿全片/);
    },
  );
});

describe('taking back', () => {
  test.each(['undo undo', 'undo twice', 'undo the last two changes', '撤销两步'])('goes so many steps: %s', (said) => {
    const one = chat();
    one.say('make it vertical');
    one.say('make it 20 seconds');
    one.say(said);
    expect(one.draft.m.aspect).toBe('16:9');
    expect(one.draft.d).toBe(12_000);
  });

  test.each(['刚才那张还是留着吧', '还是加回来吧', 'wait bring it back'])(
    'brings back what was just removed: %s',
    (said) => {
      const one = chat();
      one.say('remove the last photo');
      one.say(said);
      expect(one.order).toEqual(['p1', 'p2', 'p3']);
    },
  );
});

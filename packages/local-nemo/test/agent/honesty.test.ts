import { describe, expect, test } from 'vitest';
import { Chat } from './chat.ts';
import { media } from './fixtures.ts';

const FILES = ['beach', 'cat', 'storm'].map((name) => media(name, 'image', { filename: `${name}.jpg` }));

/** Three photos of 4 s each, calm music. */
function chat(language = 'en'): Chat {
  const started = new Chat(FILES, language);
  started.say('make a 12 second video');
  return started;
}

describe('a reply says what is different in the video', () => {
  test('not what was asked for: a photo already first is not "moved"', () => {
    const one = chat();
    expect(one.say('put the beach first').reply).toContain('already like that');
  });

  test('photos are named with their numbers, which commands need', () => {
    expect(chat().say('swap 1 and 3').reply).toContain('The order is now 1 “storm”, 2 “cat” and 3 “beach”.');
    expect(chat().say('delete the middle one').reply).toContain(
      'I removed clip 2; 2 clips are left: 1 “beach” and 2 “storm”.',
    );
  });

  test('a reply names the title that another replaced', () => {
    const one = chat();
    one.say('title "Old"');
    expect(one.say('add the title "New"').reply).toContain('I removed the title “Old”. I added the title “New”.');
  });

  test('what was taken back is named', () => {
    const one = chat();
    one.say('music at 10%');
    expect(one.say('undo').reply).toContain('I took that back. The music now plays at 35% volume.');
  });

  test('parts that were not done are named with those that were', () => {
    const { reply } = chat().say('make it square, add a voice-over and fly me to the moon');
    expect(reply).toContain('square');
    expect(reply).toContain("can't make voices");
    expect(reply).toContain('“fly me to the moon”');
  });
});

describe('an order that cannot be carried out safely changes nothing and is answered with a question', () => {
  test.each([
    ["use my own song instead, i'll send it in a sec", 'so the music stays'],
    ['remove the glorp from photo 2', 'not sure'],
    ['大概十几秒', '具体要多少秒'],
    ['make it a few seconds', 'How many seconds exactly'],
    ['remove the text on the second photo', 'There is no text on clip 2'],
    ['the 3rd caption is missing', 'did not understand'],
    ['add a caption to every photo', 'What should each photo say'],
    ['remove the original sound of the clip', 'A photo has no sound of its own'],
  ])('%s', (said, answer) => {
    const one = chat(/\p{Script=Han}/u.test(said) ? 'zh' : 'en');
    const before = JSON.stringify(one.draft);
    expect(one.say(said).reply).toContain(answer);
    expect(JSON.stringify(one.draft)).toBe(before);
  });
});

describe('the same sentence is never said twice in a row', () => {
  test.each(['blah blub', 'thanks', 'is it free?', 'make it landscape', '👍', 'undo', 'zoom in on photo 9'])(
    '%s',
    (said) => {
      const one = chat();
      const replies = [1, 2, 3, 4].map(() => one.say(said).reply);
      for (const [i, reply] of replies.entries()) if (i > 0) expect(reply).not.toBe(replies[i - 1]);
    },
  );
});

describe('what was not understood', () => {
  test('is quoted, and three edits that would work are offered to choose from', () => {
    const turn = chat().say('frobnicate it');
    expect(turn.reply).toBe('I did not understand “frobnicate it” and changed nothing.');
    expect(turn.question).toEqual({
      prompt: 'Which of these do you mean?',
      options: ['make it 10 seconds', 'happier music', 'make it vertical'],
    });
  });

  test('near a text the choices are about texts', () => {
    const one = chat();
    one.say('title "Spring"');
    expect(one.say('the second caption is wrong').question?.options).toContain('make the title bigger');
  });

  test('a choice is carried out like any order; a skipped question changes nothing', () => {
    const one = chat();
    one.say('frobnicate it');
    expect(one.say('1. Which of these do you mean?: make it vertical').draft?.m.aspect).toBe('9:16');
    const before = JSON.stringify(one.draft);
    expect(one.say('1. Which of these do you mean?: Skipped').reply).not.toBe('');
    expect(JSON.stringify(one.draft)).toBe(before);
  });

  test('what was done in part is told without a question', () => {
    expect(chat().say('make it vertical and frobnicate it').question).toBeUndefined();
  });
});

describe('orders for single photos in one message', () => {
  test('numbered sections are each about their own photo', () => {
    const one = chat();
    one.say('1: zoom out, title "Dotty" 2: pan right, 6 seconds, no music');
    const { clips, texts, sounds } = one.tracks;
    expect(clips.map(({ m, d }) => [m.motion, d])).toEqual([
      ['zoom-out', 4000],
      ['pan-right', 6000],
      ['zoom-out', 4000],
    ]);
    expect(texts.map(({ m }) => [m.text, m.clip])).toEqual([['Dotty', clips[0]?.id]]);
    expect(sounds).toEqual([]);
  });

  test('a text of a photo moves with it, and goes with it', () => {
    const one = chat();
    one.say('put "Meow" on the cat');
    expect(one.tracks.texts[0]).toMatchObject({ s: 4000, d: 4000 });
    one.say('put the cat first');
    expect(one.tracks.texts[0]).toMatchObject({ s: 0, d: 4000 });
    one.say('first photo 6 seconds');
    expect(one.tracks.texts[0]).toMatchObject({ s: 0, d: 6000 });
    one.say('remove the cat');
    expect(one.tracks.texts).toEqual([]);
  });

  test('a part that is named is taken back, other changes stay', () => {
    const one = chat();
    one.say('title "Hello"');
    one.say('music at 10%');
    expect(one.say('undo the title').reply).toContain('I removed the title “Hello”.');
    expect(one.tracks.texts).toEqual([]);
    expect(one.tracks.sounds[0]?.m.volume).toBe(0.1);
    one.say('bring the music back');
    expect(one.tracks.sounds[0]?.m.volume).toBe(0.35);
  });
});

describe('a message that goes on from the last one', () => {
  test('"no, the second one" takes the last edit back and does it for another photo', () => {
    const one = chat();
    one.say('remove the first photo');
    expect(one.say('no, the second one').reply).toContain(
      'I took that back. I removed clip 2; 2 clips are left: 1 “beach” and 2 “storm”.',
    );
    one.say('undo');
    expect(one.order).toEqual(['beach', 'cat', 'storm']);
  });

  test('"and the beach too" does the last edit for one more', () => {
    const one = chat();
    one.say('delete the cat');
    one.say('and the beach too');
    expect(one.order).toEqual(['storm']);
  });

  test('"it" is the text that was changed last', () => {
    const one = chat('zh');
    one.say('加标题“你好”');
    one.say('大一点');
    expect(one.tracks.texts[0]?.m.size).toBe('big');
    expect(one.say('删了').reply).toContain('已删除标题“你好”');
  });

  test('of two titles the last one goes, and the other one stays', () => {
    const one = chat();
    one.say('title "One"');
    one.say('title "Two" at the end');
    one.say('remove the last title');
    expect(one.tracks.texts.map(({ m }) => m.text)).toEqual(['One']);
  });

  test('a side that texts cannot stand at is named, the rest is done', () => {
    const one = chat();
    one.say('title "Call 555 1234" at the top');
    const { reply } = one.say('move the phone number to the bottom left and make it yellow');
    expect(one.tracks.texts[0]?.m).toMatchObject({ position: 'bottom', color: '#ffd60a' });
    expect(reply).toContain("can't put text to the left or right");
  });
});

describe('lengths of single photos', () => {
  test.each<[string, number[]]>([
    ['make the second photo 2 seconds longer', [4, 6, 4]],
    ['first photo one second shorter', [3, 4, 4]],
    ['make the beach 2 seconds and everything else 5', [2, 5, 5]],
    ['第一张3秒其他的5秒', [3, 5, 5]],
    ['三张都是3秒', [3, 3, 3]],
    ['all photos 2 secs', [2, 2, 2]],
    ['make them all 3 seconds', [3, 3, 3]],
    ['every picture 1 second longer', [5, 5, 5]],
  ])('%s', (said, seconds) => {
    const one = chat();
    one.say(said);
    expect(one.tracks.clips.map(({ d }) => d / 1000)).toEqual(seconds);
  });

  test.each(['make it 0 seconds', 'make it -5 seconds', 'wait a sec'])('%s changes nothing', (said) => {
    const one = chat();
    one.say(said);
    expect(one.draft.d).toBe(12_000);
  });
});

describe('words for several photos', () => {
  test.each<[string, [string, number | undefined][]]>([
    [
      'add "one" and "two" and "three"',
      [
        ['one', 1],
        ['two', 2],
        ['three', 3],
      ],
    ],
    ['caption photo 1 with "hello there"', [['hello there', 1]]],
    ['write Best Day in the middle of the last photo', [['Best Day', 3]]],
    ['put "hi" on every photo', [['hi', undefined]]],
  ])('%s', (said, texts) => {
    const one = chat();
    one.say(said);
    const placeOf = (id: string | undefined) => {
      const place = one.tracks.clips.findIndex((clip) => clip.id === id) + 1;
      return place === 0 ? undefined : place;
    };
    expect(one.tracks.texts.map(({ m }) => [m.text, placeOf(m.clip)])).toEqual(texts);
  });
});

test('how strong the motion of a new video is stands once', () => {
  const { reply } = new Chat([media('sea', 'image')]).say('make a 3-second clip with a slow zoom');
  expect(reply).toContain('The clip zooms in gently.');
  expect(reply).not.toContain('I made the motion');
});

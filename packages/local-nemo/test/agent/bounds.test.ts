import { describe, expect, test } from 'vitest';
import { unknownWords } from '../../src/agent/vocabulary.ts';
import { quotedSpans } from '../../src/agent/words.ts';
import { Chat } from './chat.ts';
import { media } from './fixtures.ts';

const FILES = ['beach', 'cat', 'storm'].map((name) => media(name, 'image', { filename: `${name}.jpg` }));
/** For any legal message, and for a megabyte through a single reader: 100 ms, four times over for a slower machine. */
const LIMIT_MS = 400;

const repeated = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

/**
 * Processor time, which other programs of the machine do not count for; the least of some runs, since the compiler and
 * the garbage collector work in the first ones.
 */
function msOf(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5 && least >= LIMIT_MS / 2; run++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

describe('a message of 2,000 and of 16,000 characters that repeats', () => {
  test.each([
    'a "',
    'at',
    'at ',
    'bold',
    'bold ',
    'file',
    'file ',
    ':',
    "'",
    '"',
    '“',
    'title ',
    'title "',
    'photo 1 and ',
    'beach.jpg ',
    '.jpg',
    'a.jpg ',
    '第一张和',
    '一',
    '不要',
    '字幕是',
    '1: ',
    '10 seconds ',
    'put ',
    'between ',
    'keep ',
    '\n',
    ' ',
    '(',
    ' only: ',
    'start over and make a new video of ',
    'request was: ',
    '第1张',
    'caption photo 1 "x" ',
    'make it red. ',
    'each photo 2s, ',
    'in the first ',
  ])('%j is answered at once', (unit) => {
    for (const length of [2000, 16_000]) {
      const chat = new Chat(FILES);
      chat.say('make a 12 second video');
      expect(msOf(() => chat.say(repeated(unit, length)))).toBeLessThan(LIMIT_MS);
    }
  });
});

test('of a long message the first 2,000 characters are read, and the reply says so', () => {
  const chat = new Chat(FILES);
  chat.say('make a 12 second video');
  const { reply } = chat.say(`make it square ${'and so on '.repeat(1000)} make it 60 seconds`);
  expect(chat.draft).toMatchObject({ d: 12_000, m: { aspect: '1:1' } });
  expect(reply).toContain('I read the first 2000 characters');
});

describe('a megabyte', () => {
  test.each(['a "', '“', "'", 'x'])('of %j: quotations are found in linear time', (unit) => {
    expect(msOf(() => quotedSpans(repeated(unit, 1_000_000)))).toBeLessThan(LIMIT_MS);
  });

  test.each(['word ', '把', 'a'])('of %j: unknown words are found in linear time', (unit) => {
    expect(msOf(() => unknownWords(repeated(unit, 1_000_000)))).toBeLessThan(LIMIT_MS);
  });
});

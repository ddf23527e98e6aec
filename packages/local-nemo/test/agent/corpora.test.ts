import { describe, expect, test } from 'vitest';
import { judge, readCorpus, type Verdict } from './corpus/score.ts';

const shown = ({ sample, verdict, got, reply }: Verdict) =>
  `${verdict}: ${sample.said} → ${got} (expected ${[...sample.expected].map((one) => one.join('=')).join(';') || 'same'}): ${reply}`;

describe.each([
  ['en-known', 'en'],
  ['zh-known', 'zh'],
  ['en-held', 'en'],
  ['zh-held', 'zh'],
  ['en-third', 'en'],
  ['zh-third', 'zh'],
  ['en-fourth', 'en'],
  ['zh-fourth', 'zh'],
  ['en-fifth', 'en'],
  ['zh-fifth', 'zh'],
  ['en-sixth', 'en'],
  ['zh-sixth', 'zh'],
  ['en-seventh', 'en'],
  ['zh-seventh', 'zh'],
  ['en-eighth', 'en'],
  ['zh-eighth', 'zh'],
  ['en-ninth', 'en'],
  ['zh-ninth', 'zh'],
  ['en-tenth', 'en'],
  ['zh-tenth', 'zh'],
  ['en-eleventh', 'en'],
  ['zh-eleventh', 'zh'],
])('the corpus %s', (name, language) => {
  const verdicts = readCorpus(`./${name}.txt`).map((sample) => judge(sample, language));

  test('is understood: every instruction brings about the draft that is expected of it', () => {
    expect(verdicts.length).toBeGreaterThan(20);
    expect(verdicts.filter(({ verdict }) => verdict !== 'right').map(shown)).toEqual([]);
  });

  test('is answered, each time in one language', () => {
    for (const { sample, reply } of verdicts) {
      expect(reply, sample.said).not.toBe('');
      const words = reply.replace(/[“"][^”"]*[”"]|‘[^’]*’/g, '');
      if (language === 'en') expect(words, sample.said).not.toMatch(/\p{Script=Han}/u);
      else expect(words, sample.said).toMatch(/\p{Script=Han}/u);
    }
  });
});

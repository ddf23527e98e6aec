import { describe, expect, it } from 'vitest';
import { containsWord } from '../../../src/core/community/word-list.ts';

describe('a blocked word', () => {
  it.each([
    ['casino', 'my casino night'],
    ['casino', 'My CASINO!'],
    ['Casino', 'ｃａｓｉｎｏ'],
    ['casino', 'cas\u200bi\u00adno'],
    ['casino', 'căşíno'],
    ['straße', 'die STRASSE'],
    ['foo bar', 'a foo   bar clip'],
    ['foo bar', 'foo-bar'],
    ['赌博', '做一个赌博的视频'],
    ['赌博', '做一個賭博的影片'],
    ['賭博', '赌博'],
    ['赌博', '赌 博'],
    ['赌博', '赌·博'],
    ['赌博', '赌\u200b博'],
    ['カジノ', '東京のカジノです'],
    ['การพนัน', 'เว็บการพนันออนไลน์'],
    ['казино', 'КАЗИНО'],
    ['क्लब', 'क्लब में'],
    ['24', 'at 24 o’clock'],
    ['vip卡', '办vip卡'],
  ])('“%s” is found in “%s”', (word, text) => {
    expect(containsWord(text, ['another', word])).toBe(true);
  });

  it.each([
    ['ass', 'first class'],
    ['ass', 'assemble it'],
    ['casino', 'casinos'],
    ['foo bar', 'foo, bar'],
    ['赌博', '他在赌，博士来了'],
    ['赌博', '博赌'],
    ['24', 'in 2024'],
    ['–', 'a – b'],
    ['', 'anything'],
  ])('“%s” is not found in “%s”', (word, text) => {
    expect(containsWord(text, [word])).toBe(false);
  });

  it('is looked for in time linear in the text, however many words there are', () => {
    // Each position would begin a long way into the list: letters alike but for the last one.
    const words = Array.from(
      { length: 500 },
      (_, index) => `${'赌'.repeat(39)}${String.fromCodePoint(0x4e00 + index)}`,
    );
    const time = (length: number) => {
      const text = '赌'.repeat(length);
      const begun = performance.now();
      expect(containsWord(text, words)).toBe(false);
      return performance.now() - begun;
    };
    time(1000);
    const [short, long] = [time(4000), time(16_000)];
    expect(long).toBeLessThan(Math.max(short, 5) * 12);
  });
});

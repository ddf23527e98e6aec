import { describe, expect, it } from 'vitest';
import { en } from '../../src/i18n/en.ts';
import { translation } from '../../src/i18n/translation.ts';
import { bar, elapsedText, languageOf, secondsText, sizeText, translator } from '../../src/i18n/translator.ts';
import { zh } from '../../src/i18n/zh.ts';

describe('the two languages', () => {
  it('have the same keys and the same blanks', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const [key, sentence] of Object.entries(en)) {
      expect(blanks(zh[key as keyof typeof en]), key).toEqual(blanks(sentence));
    }
  });

  it('are noticed by the compiler when a key or a blank is missing', () => {
    // @ts-expect-error a key is missing
    translation({ connecting: '{skill}' });
    // @ts-expect-error the blank {skill} is missing
    translation({ ...zh, connecting: 'no blank' } as const);
  });

  it('fill their blanks', () => {
    expect(translator('en')('credits', { available: 80, frozen: 20, total: 100 })).toBe(
      '💳 Credits: 80 available, 20 reserved, 100 in all',
    );
    expect(translator('zh')('ready')).toBe('✅ 准备好了。');
  });
});

it.each([
  ['make it vertical', 'en-US', 'en'],
  ['make it vertical', undefined, 'en'],
  ['改成竖屏', 'en-US', 'zh'],
  ['🎬', 'zh-TW', 'zh'],
  ['🎬', undefined, undefined],
] as const)('hears the language of “%s” with locale %s', (text, locale, language) => {
  expect(languageOf(text, locale)).toBe(language);
});

it('writes sizes, times and bars as people do', () => {
  expect(sizeText(1_468_006)).toBe('1.4 MB');
  expect(sizeText(209_715_200)).toBe('200 MB');
  expect(sizeText(500)).toBe('1 KB');
  expect(elapsedText('en', 45_000)).toBe('45 s');
  expect(elapsedText('en', 3_900_000)).toBe('1 h 5 min');
  expect(elapsedText('zh', 120_000)).toBe('2 分钟');
  expect(secondsText(10_033)).toBe('10');
  expect(secondsText(2_500)).toBe('2.5');
  expect(bar(0)).toBe('░░░░░░░░░░');
  expect(bar(34)).toBe('▓▓▓░░░░░░░');
  expect(bar(140)).toBe('▓▓▓▓▓▓▓▓▓▓');
});

import { describe, expect, it } from 'vitest';
import { editOf } from '../../../src/nemo/ui-instructions/edits.ts';
import { withoutRawJson } from '../../../src/nemo/ui-instructions/raw-json.ts';
import { cutAfter, joinSentences, mask, plain, sentencesOf } from '../../../src/nemo/ui-instructions/text.ts';

it.each<[string, string | undefined]>([
  ['drag the volume slider to 50%', 'Set the volume to 50%'],
  ['drag the edge of the second clip to 3 seconds', 'Trim the second clip to 3 seconds'],
  ['drag the title to the start', 'Move the title to the start'],
  ['drag it to the first mark', undefined],
  ['drag it to the second clip', 'Move it to the second clip'],
  ['drag the playhead to the start', undefined],
  ['drag something', undefined],
  ['将音量滑块拖到 50%', '把音量调到 50%'],
  ['將音量滑桿拖到 50%', '把音量調到 50%'],
  ['拖动第二个片段的边缘到 3 秒', '把第二个片段的时长调到 3 秒'],
  ['把标题拖到开头', '把标题移到开头'],
  ['把播放头拖到开头', undefined],
  ['播放影片', undefined],
])('“%s” comes down to “%s”', (clause, edit) => {
  expect(editOf(clause)).toBe(edit);
});

describe('quoted words', () => {
  const shown = (text: string) => mask(text).replaceAll('\ue000', '·');
  it.each([
    ['say “hi” now', 'say “··” now'],
    ['say "a" and "b"', 'say "·" and "·"'],
    ["it's John's 'old' clip", "it's John's '···' clip"],
    ["'it's here' now", "'·········' now".replace('·········', '·'.repeat(9))],
    ['an “open quote', 'an “open quote'],
    ['《片名》和「字」', '《··》和「·」'],
    ['see https://a.example/b) now', `see ${'·'.repeat('https://a.example/b'.length)}) now`],
    ['“a” b”', '“·” b”'],
  ])('of %s are unreadable, at the same length', (text, masked) => {
    expect(shown(text)).toBe(masked);
    expect(mask(text)).toHaveLength(text.length);
  });
});

it('plain words have no marks, emoji or edges', () => {
  expect(plain(' - **Click** [Export](https://a.example) 🎬. ')).toBe('Click Export');
  expect(plain('don’t (yes)')).toBe("don't (yes");
  expect([plain('...'), plain(''), plain('a')]).toEqual(['', '', 'a']);
});

it('a text is cut behind what matches, without empty parts', () => {
  const cut = (text: string) => cutAfter(text, text, /;|(?=x)/g);
  expect(cut('a;b;')).toEqual(['a;', 'b;']);
  expect(cut('axb')).toEqual(['a', 'xb']);
  expect(cut('xb')).toEqual(['xb']);
  expect(cut('')).toEqual([]);
});

it('sentences are put together as they were, also where bold spans some', () => {
  for (const text of [
    'One. Two! Three?',
    '**One. Two.** Three.',
    'a **b. c. d** e. f',
    '**A. ** B. **C**',
    '好。 再来！ok',
    'e.g. this',
  ]) {
    expect(joinSentences(sentencesOf(text))).toBe(text);
  }
  expect(sentencesOf('One. Two! Three')).toEqual(['One. ', 'Two! ', 'Three']);
  const seam = '\ue001';
  expect(sentencesOf('**One. Two.** C')).toEqual([`**One.**${seam} `, `${seam}**Two.** `, 'C']);
});

it('raw JSON is looked for in fifty places, over 20,000 characters each', () => {
  const json = '{"a":1}';
  expect(withoutRawJson(`${'{x} '.repeat(49)}${json}`)).not.toContain(json);
  expect(withoutRawJson(`${'{x} '.repeat(50)}${json}`)).toContain(json);
  const long = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`;
  expect([withoutRawJson(long(20_000)), withoutRawJson(long(20_001)).length]).toEqual(['', 20_001]);
  expect(withoutRawJson('a {"b":"\\"}"} c')).toBe('a c');
  expect(withoutRawJson('see [{"a":1}], [] and [[{"b":2}]] , ok')).toBe('see, [] and, ok');
});

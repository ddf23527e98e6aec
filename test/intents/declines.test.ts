import { expect, it } from 'vitest';
import { declinesExport } from '../../src/intents/declines.ts';

it.each([
  ['4 seconds with lo-fi music, but do not export yet', true],
  ["slow zoom, don't render it", true],
  ['add a title without exporting', true],
  ['no video yet please, just the timeline', true],
  ['加标题，先不导出', true],
  ['先别导出，加一段音乐', true],
  ['不要导出', true],
  ['make a clip and export it', false],
  ['no music', false],
  ['不要音乐，然后导出', false],
  ['add the text "Download now"', false],
])('“%s” wants no video yet: %s', (text, expected) => {
  expect(declinesExport(text)).toBe(expected);
});

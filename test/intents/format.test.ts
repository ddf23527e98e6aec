import { expect, it } from 'vitest';
import { asksForFormat } from '../../src/intents/format.ts';

it.each([
  ['make it vertical', true],
  ['9:16 please', true],
  ['改成竖屏', true],
  ['正方形', true],
  ['add a title', false],
  ['the vertically challenged title', false],
  ['音乐小声一点', false],
])('“%s” speaks of the format: %s', (text, expected) => {
  expect(asksForFormat(text)).toBe(expected);
});

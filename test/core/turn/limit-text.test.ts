import { expect, it } from 'vitest';
import { limitText } from '../../../src/core/turn/limit-text.ts';
import { translator } from '../../../src/i18n/translator.ts';

const t = translator('en');

it('leaves what three messages hold as it is', () => {
  const text = 'a'.repeat(5400);
  expect(limitText(text, t)).toBe(text);
});

it('counts the lines that are left out', () => {
  // 99 characters and a line break each: 54 lines fill 5,400.
  const lines = Array.from({ length: 5000 }, (_, index) => `${index}`.padEnd(99, '.'));
  const shown = limitText(lines.join('\n'), t).split('\n');
  expect(shown).toHaveLength(55);
  expect(shown.slice(0, 54)).toEqual(lines.slice(0, 54));
  expect(shown[54]).toBe('… and 4946 more lines');
});

it('counts the characters of a line without end, and cuts none in half', () => {
  const text = `a${'😀'.repeat(10_000)}`;
  const shown = limitText(text, t);
  expect(shown).toBe(`a${'😀'.repeat(2699)}… and 7301 more characters`);
});

it('counts what the platform adds: a text that it makes twice as long is cut at half', () => {
  const twice = (text: string) => 2 * text.length;
  const shown = limitText('a'.repeat(6000), t, twice);
  expect(shown).toBe(`${'a'.repeat(2700)}… and 3300 more characters`);
  const lines = Array.from({ length: 60 }, (_, index) => `${index}`.padEnd(99, '.'));
  expect(limitText(lines.join('\n'), t, twice).split('\n')).toEqual([...lines.slice(0, 27), '… and 33 more lines']);
  expect(limitText('a'.repeat(2700), t, twice)).toBe('a'.repeat(2700));
});

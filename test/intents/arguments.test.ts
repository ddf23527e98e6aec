import { expect, it } from 'vitest';
import { readLanguage, readPosition, readSkill } from '../../src/intents/arguments.ts';

it.each([
  ['2', 2],
  ['2nd', 2],
  ['99', 99],
  ['one', 1],
  ['ten', 10],
  ['first', 1],
  ['tenth', 10],
  ['一', 1],
  ['两', 2],
  ['九', 9],
  ['十', 10],
  ['十二', 12],
  ['二十', 20],
  ['两十三', 23],
  ['九十九', 99],
  ['eleven', undefined],
  ['第', undefined],
])('position %s', (captured, position) => expect(readPosition(captured)).toBe(position));

it.each([
  ['english', 'en'],
  ['中文', 'zh'],
  ['zh', 'zh'],
  ['traditional', 'zh-Hant'],
  ['zh-tw', 'zh-Hant'],
  ['zh-hans', 'zh-Hans'],
  ['pt-br', 'pt'],
  ['tr', 'tr'],
  ['klingon', undefined],
])('language %s', (captured, code) => expect(readLanguage(captured)).toBe(code));

it.each([
  ['the image to video', 'image to video'],
  ['"cinema"', 'cinema'],
  ['「短片」', '短片'],
  ['a nice one', 'nice one'],
  ['', undefined],
  ['「」', undefined],
  ['my own', undefined],
  ['next', undefined],
  ['bar at the top', undefined],
])('skill %s', (captured, name) => expect(readSkill(captured)).toBe(name));

import { expect, it } from 'vitest';
import { askedCommands } from '../../../src/core/actions/requested-commands.ts';

it.each([
  ['how many credits are left?', 0, ['credits']],
  ['还剩多少积分', 0, ['credits']],
  ['forget yes', 0, ['forget']],
  ['language zh', 0, ['language']],
  ['credit the photographer in the last frame', 0, []],
  ['add music and then export it', 0, ['export']],
  ['animate it', 1, []],
] as const)('“%s” with %i files asks for %j', (text, media, commands) => {
  expect(askedCommands(text, media)).toEqual(commands);
});

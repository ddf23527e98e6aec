import { expect, it } from 'vitest';
import { withoutTypo } from '../../src/intents/typo.ts';

it.each([
  ['exprot it', 'export it'],
  ['creditz left?', 'credits left?'],
  ['dowload', 'download'],
  ['downloadd', 'download'],
  ['plaese export', 'please export'],
  ['exprt', 'export'],
  ['rende', 'render'],
  ['expotr', 'export'],
  ['dowlnoad', 'download'],
  ['exporta', 'export'],
  ['hte status', 'the status'],
  ['teh exprot', 'the export'],
  ['a b c d e f g exprot', 'a b c d e f g export'],
])('puts %j right', (text, right) => {
  expect(withoutTypo(text)).toBe(right);
});

it.each([
  ['export it', 'no typo'],
  ['expert', 'another word'],
  ['show the statue', 'another word'],
  ['exports', 'another form'],
  ['downloads', 'another form'],
  ['exprot the vidoe', 'two typos'],
  ['rport', 'another first letter'],
  ['expr', 'too short'],
  ['vido', 'too short by one'],
  ['renders', 'another form'],
  ['xexport', 'another first letter'],
  ['exoprtt', 'two letters wrong'],
  ['a b c d e f g h exprot', 'nine words'],
  ['add the word exprot in the middle of the first frame', 'too long'],
])('leaves %j (%s)', (text) => {
  expect(withoutTypo(text)).toBeUndefined();
});

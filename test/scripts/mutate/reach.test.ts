import { describe, expect, it } from 'vitest';
import { casesThatReach, markReach, readEntries } from '../../../scripts/mutate/reach.ts';

const SOURCE = 'const a = 1; function b() { if (c) { d(); } } const e = () => f;';
const at = (text: string) => SOURCE.indexOf(text);

describe('marks', () => {
  it('stand at the start of each block and of each expression that an arrow function gives', () => {
    const { text, regions } = markReach(SOURCE, '/tmp/log');
    expect(text.split('__reach(-1); ')[1]).toBe(
      'const a = 1; function b() {__reach(0); if (c) {__reach(1); d(); } } const e = () => (__reach(2), f);',
    );
    expect(regions.map(({ start, end }) => SOURCE.slice(start, end))).toEqual(['{ if (c) { d(); } }', '{ d(); }', 'f']);
    expect(text).not.toContain('\n');
  });
});

describe('the cases that reach a place', () => {
  const { regions } = markReach(SOURCE, '/tmp/log');

  it('are those that entered its innermost region', () => {
    const entries = readEntries('-1 \n0 one\n1 one\n0 two\n');
    expect(casesThatReach(at('if'), regions, entries)).toEqual(['one', 'two']);
    expect(casesThatReach(at('d()'), regions, entries)).toEqual(['one']);
    expect(casesThatReach(at('f;'), regions, entries)).toBeUndefined();
  });

  it('are all where something else entered it, or where it is run by loading the file', () => {
    const entries = readEntries('-1 \n0 one\n0 \n');
    expect(casesThatReach(at('if'), regions, entries)).toBe('all');
    expect(casesThatReach(at('1;'), regions, entries)).toBe('all');
    expect(casesThatReach(at('1;'), regions, readEntries(''))).toBeUndefined();
  });
});

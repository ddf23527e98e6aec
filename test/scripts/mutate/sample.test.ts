import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../scripts/mutate/options.ts';
import { randomFrom, shuffled } from '../../../scripts/mutate/sample.ts';

const TEN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('a sample', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(shuffled(TEN, 7)).toEqual(shuffled(TEN, 7));
    expect(shuffled(TEN, 7)).not.toEqual(shuffled(TEN, 8));
    expect(shuffled(TEN, 7).toSorted()).toEqual(TEN);
  });

  it('draws from numbers that do not change from one release to the next', () => {
    const random = randomFrom(1);
    expect([random(), random()].map((each) => each.toFixed(6))).toEqual(['0.627074', '0.002736']);
  });
});

describe('the options', () => {
  it('have defaults', () => {
    expect(readOptions(['src/a.ts', 'src/b'])).toEqual({
      paths: ['src/a.ts', 'src/b'],
      sample: undefined,
      seed: 1,
      list: false,
      json: undefined,
      tests: 10,
      wider: 0,
      longestMs: 60_000,
      jobs: 1,
      switched: false,
    });
  });

  it('are read', () => {
    const args = ['--sample', '50', '--seed', '3', '--longest', '5', '--jobs', '2', '--json', 'out/m.json', 'src'];
    expect(readOptions(args)).toMatchObject({ sample: 50, seed: 3, longestMs: 5000, jobs: 2, json: 'out/m.json' });
  });

  it.each([
    [[], 'which files?'],
    [['src', '--sample', '0'], '--sample takes a whole number from 1, not "0"'],
    [['src', '--seed', 'x'], '--seed takes a whole number from 0, not "x"'],
    [['src', '--wrong'], "Unknown option '--wrong'"],
  ])('%j is refused', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});

import { transpileModule } from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { withSwitches } from '../../../scripts/mutate/switches.ts';

const SOURCE = `const LIMIT = 10;
export class Counter {
  #count = 0;
  add(by: number) {
    const twice = (each: number) => each * 2;
    if (by > LIMIT) {
      this.#count += twice(LIMIT);
      return this.#count;
    }
    this.#count += by;
    return this.#count;
  }
}
export const half = (of: number) => of / 2;
`;

const state = globalThis as { __mutant?: number; __reached?: Set<number> };
afterEach(() => {
  state.__mutant = undefined;
  state.__reached = undefined;
});

function change(original: string, replacement: string) {
  const start = SOURCE.indexOf(original);
  return { kind: 'statement' as const, start, end: start + original.length, replacement };
}

const CHANGES = [
  { id: 1, change: change('this.#count += by', 'this.#count -= by') },
  { id: 2, change: change('each * 2', 'each / 2') },
  { id: 3, change: change('of / 2', 'of * 2') },
  { id: 4, change: change('LIMIT = 10', 'LIMIT = 11') },
  { id: 5, change: change('return this.#count;\n    }', ';\n    }') },
];

async function load() {
  const { text, places, fixed, end } = withSwitches(SOURCE, CHANGES, 100);
  const code = transpileModule(text, { compilerOptions: { target: 99, module: 99 } }).outputText;
  const url = `data:text/javascript,${encodeURIComponent(`${code}\n// ${Math.random()}`)}`;
  const module: { Counter: new () => { add(by: number): number }; half(of: number): number } = await import(url);
  return { ...module, places, fixed, end };
}

describe('a source with its changes behind switches', () => {
  it('does what it did while none is on', async () => {
    const { Counter, half } = await load();
    expect([new Counter().add(3), new Counter().add(11), half(4)]).toEqual([3, 20, 2]);
  });

  it('does what the change makes of it while that is on, and is itself again after it', async () => {
    const { Counter, half } = await load();
    const results = [1, 2, 3, 5, 0].map((id) => {
      state.__mutant = id;
      return [new Counter().add(3), new Counter().add(11), half(4)];
    });
    expect(results).toEqual([
      [-3, 20, 2],
      [3, 5, 2],
      [3, 20, 8],
      [3, 31, 2],
      [3, 20, 2],
    ]);
  });

  it('writes down the places that are entered, also while a change is on', async () => {
    const { Counter, half, places, end } = await load();
    const entered = (work: () => unknown) => {
      state.__reached?.clear();
      work();
      return [...places].filter(([, place]) => state.__reached?.has(place)).map(([id]) => id);
    };
    expect(entered(() => half(1))).toEqual([3]);
    expect(entered(() => new Counter().add(1))).toEqual([1]);
    expect(entered(() => new Counter().add(11))).toEqual([1, 2, 5]);
    state.__mutant = 3;
    expect(entered(() => half(1))).toEqual([3]);
    expect(Math.min(...places.values())).toBeGreaterThanOrEqual(100);
    expect(Math.max(...places.values())).toBeLessThan(end);
  });

  it('cannot switch what is done by loading it', async () => {
    const { fixed, Counter } = await load();
    state.__mutant = 4;
    expect(fixed).toEqual([4]);
    expect(new Counter().add(11)).toBe(20);
  });
});

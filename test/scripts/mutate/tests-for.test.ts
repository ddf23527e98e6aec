import { describe, expect, it } from 'vitest';
import { dependentsAmong, distancesFrom } from '../../../scripts/mutate/import-graph.ts';
import { isTest, mirrorOf, testsFor } from '../../../scripts/mutate/tests-for.ts';

const FILES = new Map([
  ['src/core/lane.ts', ''],
  ['src/core/engine.ts', "import { Lanes } from './lane.ts';"],
  ['src/app.ts', "import type { Engine } from './core/engine.ts';"],
  ['src/start.ts', "new Worker(new URL('./app.ts', import.meta.url));"],
  ['packages/kit/src/index.ts', "export * from './clock.js';"],
  ['packages/kit/src/clock.ts', ''],
  ['packages/kit/test/clock.test.ts', "import '../src/clock.ts';"],
  ['test/core/lane.test.ts', "import '../../src/core/lane.ts';"],
  ['test/core/lane/races.test.ts', "import '../../../src/core/engine.ts';"],
  ['test/core/lane-order.test.ts', "import '../../src/core/lane.ts';"],
  ['test/core/asked.test.ts', "import '../../src/core/lane.ts';"],
  ['test/adapters/lane.test.ts', "import '../../src/core/lane.ts';"],
  ['test/core/rig/rig.ts', "import '../../../src/core/engine.ts';"],
  ['test/core/engine.test.ts', "import './rig/rig.ts'; import '@house/kit';"],
  ['test/e2e/start.test.ts', "await import('../../src/start.ts');"],
  ['test/nemo/other.test.ts', "import { z } from 'zod';"],
]);
const dependents = dependentsAmong(FILES, (name) => (name === '@house/kit' ? 'packages/kit/src/index.ts' : undefined));

describe('who depends on a file', () => {
  it('is followed over imports, types, dynamic imports and paths of workers', () => {
    expect(distancesFrom('src/core/engine.ts', dependents)).toEqual(
      new Map([
        ['src/app.ts', 1],
        ['test/core/lane/races.test.ts', 1],
        ['test/core/rig/rig.ts', 1],
        ['src/start.ts', 2],
        ['test/core/engine.test.ts', 2],
        ['test/e2e/start.test.ts', 3],
      ]),
    );
  });
});

describe('the tests for a file', () => {
  it('are its mirror, then a folder of its name, then its own folder, then the nearest, those named like it first', () => {
    expect(testsFor('src/core/lane.ts', dependents)).toEqual([
      'test/core/lane.test.ts',
      'test/core/lane/races.test.ts',
      'test/core/lane-order.test.ts',
      'test/core/asked.test.ts',
      'test/core/engine.test.ts',
      'test/adapters/lane.test.ts',
      'test/e2e/start.test.ts',
    ]);
  });

  it('are those of its package first, then those that use the package', () => {
    expect(testsFor('packages/kit/src/clock.ts', dependents)).toEqual([
      'packages/kit/test/clock.test.ts',
      'test/core/engine.test.ts',
    ]);
  });

  it('are none where nothing depends on it', () => {
    expect(testsFor('src/nobody.ts', dependents)).toEqual([]);
  });

  it('mirror the sources', () => {
    expect(mirrorOf('src/core/lane.ts')).toBe('test/core/lane.test.ts');
    expect(mirrorOf('packages/kit/src/clock.ts')).toBe('packages/kit/test/clock.test.ts');
    expect(['test/a.test.ts', 'packages/kit/test/a.test.ts', 'test/rig.ts', 'src/a.test.ts'].map(isTest)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

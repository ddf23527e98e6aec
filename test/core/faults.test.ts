import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FAULTS, firstLine, SAYINGS } from './rig/faults.ts';
import { Rig } from './rig/rig.ts';

const page = await readFile(new URL('../../docs/reliability.md', import.meta.url), 'utf8');

/** The sentences that the documentation promises for each fault: `| fault | English | Chinese |`. */
const promised = new Map(
  page.split('\n').flatMap((line) => {
    const [, fault, en, zh] = line.split(' | ').length === 3 ? (/^\| (.*) \| (.*) \| (.*) \|$/.exec(line) ?? []) : [];
    return fault ? [[fault, { en, zh }]] : [];
  }),
);

describe.each(['en', 'zh'] as const)('the sentence of every fault is the documented one (%s)', (language) => {
  it.each(FAULTS)('$name', async (fault) => {
    const rig = await Rig.start(fault.options);
    try {
      expect(firstLine(await fault.happens(rig, SAYINGS[language]))).toBe(promised.get(fault.name)?.[language]);
      expect(await rig.spooled()).toEqual([]);
      expect((await rig.journal()).every(({ outcome }) => outcome !== undefined)).toBe(true);
    } finally {
      await rig.close();
    }
  });
});

it('the documentation names no fault that is not tried', () => {
  const tried = new Set(FAULTS.map(({ name }) => name));
  const told = [...promised.keys()].filter((name) => !/^(Fault|---)/.test(name));
  expect(told.filter((name) => !tried.has(name))).toEqual([]);
});

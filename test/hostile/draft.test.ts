import { expect, test } from 'vitest';
import { diffTimelines, readTimeline } from '../../src/nemo/draft/draft.ts';

const draft = (count: number, name: (i: number) => string) => ({
  d: 60_000,
  t: [{ tt: 0, sg: Array.from({ length: count }, (_, i) => ({ id: `s${i}`, d: 1000, m: { name: name(i) } })) }],
});

/** With the processor time that it took, in ms: what other programs of the machine take does not count. */
function timed<T>(work: () => T): { result: T; ms: number } {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return { result, ms: (user + system) / 1000 };
}

// Took 1.8 s, and four times as long for twice as many.
test('8,000 renamed segments are compared in linear time, the first 2,000 of them one by one', () => {
  const [before, after] = [draft(8000, (i) => `clip ${i}`), draft(8000, (i) => `photo ${i}`)];
  const { result, ms } = timed(() => diffTimelines(readTimeline(before), readTimeline(after)));
  expect(result).toHaveLength(2001);
  expect(result.at(-1)).toEqual({ kind: 'not-compared', segments: 6000 });
  expect(ms).toBeLessThan(1000);
});

test('2,000 segments of the same name and id, in reverse order', () => {
  const before = draft(2000, () => 'a');
  const after = { ...before, t: [{ tt: 0, sg: [...(before.t[0]?.sg ?? [])].reverse() }] };
  const { result, ms } = timed(() => diffTimelines(readTimeline(before), readTimeline(after)));
  // All but one of a reversed order have moved.
  expect(result.filter(({ kind }) => kind === 'moved')).toHaveLength(1999);
  expect(ms).toBeLessThan(1000);
});

// Froze the process for a minute, in 630 MB.
test('a million segments: the first 2,000 are read', () => {
  const many = { d: 1000, t: [{ tt: 0, sg: Array.from({ length: 1_000_000 }, () => ({})) }] };
  const { result, ms } = timed(() => readTimeline(many));
  expect(result.tracks[0]?.segments).toHaveLength(2000);
  expect(result.omittedSegments).toBe(998_000);
  expect(ms).toBeLessThan(1000);
  expect(diffTimelines(result, result)).toEqual([]);
});

test('an unchanged large timeline has no differences', () => {
  const big = readTimeline(draft(5000, (i) => `clip ${i}`));
  expect(diffTimelines(big, big)).toEqual([]);
});

// Ended the turn with a TypeError: what JSON calls `toString` need not be a function.
test.each([[{ toString: 'x' }], [{ toString: null }], ['__proto__'], ['constructor'], [['video']], [true]])(
  'a track whose type is %j is one of another kind',
  (tt) => {
    const [track] = readTimeline({ d: 1000, t: [{ tt, sg: [{ d: 1000 }] }] }).tracks;
    expect(track).toMatchObject({ kind: 'other', segments: [{ durationMs: 1000 }] });
  },
);

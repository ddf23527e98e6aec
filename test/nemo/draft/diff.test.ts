import { expect, it } from 'vitest';
import { diffTimelines, readTimeline } from '../../../src/nemo/draft/draft.ts';

/** Two clips with a gap between them, and music that begins late: every start says something of its own. */
function draft(volume: number) {
  return {
    d: 12_000,
    t: [
      {
        tt: 0,
        sg: [
          { id: 'v1', s: 1000, d: 4000, m: { name: 'a.jpg' } },
          { id: 'v2', s: 8000, d: 4000, m: { name: 'b.jpg' } },
        ],
      },
      { tt: 1, sg: [{ id: 'a1', s: 2000, d: 10_000, m: { name: 'Lo-fi', volume } }] },
      { tt: 7, sg: [{ id: 'x1', s: 3000, d: 2000, m: { name: 'title', text: 'Summer' } }] },
    ],
  };
}

it('a segment that starts where it started is not reported as moved', () => {
  expect(diffTimelines(readTimeline(draft(1)), readTimeline(draft(1)))).toEqual([]);
  expect(diffTimelines(readTimeline(draft(1)), readTimeline(draft(0.5)))).toEqual([
    { kind: 'volume', track: 'audio', name: 'Lo-fi', startMs: 2000, durationMs: 10_000, before: 1, after: 0.5 },
  ]);
});

it('a start that the draft leaves out says the same as the end of the segment before it', () => {
  const clips = (starts: (number | undefined)[]) => ({
    d: 6000,
    t: [{ tt: 0, sg: starts.map((s, index) => ({ id: `v${index}`, s, d: 2000, m: { name: `${index}.jpg` } })) }],
  });
  const stated = readTimeline(clips([0, 2000, 4000]));
  expect(diffTimelines(readTimeline(clips([undefined, undefined, undefined])), stated)).toEqual([]);
});

it('what changes about the whole video is told: its look, a fade, a logo', () => {
  const whole = (m: Record<string, unknown>) => readTimeline({ ...draft(1), m: { aspect: '16:9', ...m } });
  expect(diffTimelines(whole({ revision: 3, updated_at: 17 }), whole({ revision: 4, updated_at: 18 }))).toEqual([]);
  expect(
    diffTimelines(whole({ fadeIn: 500 }), whole({ look: 'bw', logo: { src: 'f1', name: 'brand.png', corner: 'tr' } })),
  ).toEqual([
    { kind: 'project', field: 'fadeIn', before: 500 },
    { kind: 'project', field: 'look', after: 'bw' },
    { kind: 'project', field: 'logo', after: 'brand.png' },
    { kind: 'project', field: 'logoCorner', after: 'tr' },
  ]);
});

it('clips that change places leave the transitions where they are', () => {
  const film = (names: string[], transitions: string[]) =>
    readTimeline({
      d: 3000 * names.length,
      t: [
        {
          tt: 0,
          sg: names.map((name, index) => ({
            id: name,
            s: index * 3000,
            d: 3000,
            m: { name, transition: { kind: transitions[index], d: index === 0 ? 0 : 700 } },
          })),
        },
      ],
    });
  const before = film(['a', 'b', 'c'], ['cut', 'crossfade', 'wipe']);
  const kinds = (after: ReturnType<typeof film>) =>
    diffTimelines(before, after).map((change) => [change.kind, 'name' in change ? change.name : '']);
  expect(kinds(film(['b', 'a', 'c'], ['cut', 'crossfade', 'wipe']))).toEqual([['moved', 'b']]);
  expect(kinds(film(['b', 'a', 'c'], ['cut', 'slide', 'wipe']))).toEqual([
    ['moved', 'b'],
    ['transition', 'a'],
  ]);
});
